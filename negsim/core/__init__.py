"""The vocabulary of negotiation: issues, outcomes, utilities, moves, strategies, mechanisms."""
