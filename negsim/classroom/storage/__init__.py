"""What a class keeps: events on disk, keys, locks, listeners."""
