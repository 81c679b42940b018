"""Where bargaining meets trade: the consequences of every outcome."""
