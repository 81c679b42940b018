"""What the trade core must reproduce: laws, a published model, estimates of others, an earlier program."""
