"""The laws of each kind of plug-in, a file a kind, and those of all kinds."""
