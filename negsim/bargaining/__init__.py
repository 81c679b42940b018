"""Bargaining over packages of issues: the vocabulary, strategies and mechanisms. It knows no country."""
