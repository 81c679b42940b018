"""What must hold whatever the numbers: properties of bargaining, of whole talks and of the trade core."""
