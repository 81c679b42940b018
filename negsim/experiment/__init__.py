"""A question: factors, design, runs and the tables they fill."""
