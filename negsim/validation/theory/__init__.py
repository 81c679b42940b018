"""Results of bargaining theory with exact numbers, and what the model makes of them."""
