"""One negotiation: its scenario, the model that plays it, and what it leaves."""
