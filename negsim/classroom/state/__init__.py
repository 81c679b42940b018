"""What a class is: events, groups, clocks, people."""
