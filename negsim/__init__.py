"""negsim steps governments, exporters and firms through tariff talks, offer by offer, on real trade data."""
