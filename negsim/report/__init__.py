"""Tables and pictures made from result folders."""
