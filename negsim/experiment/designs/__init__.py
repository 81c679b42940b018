"""Designs: which points of the factors' space are run; one design a file."""
