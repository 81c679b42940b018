"""General equilibrium of one sector and many countries, beside the trade core: an independent check."""
