"""How firms act on a tariff: one rule a file, each a law over the columns of all firms at once."""
