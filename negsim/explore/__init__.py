"""The explorer: the model as an instrument, in a browser on one's own machine."""
