"""A generator of composed plans with gold, from a grammar of their parts."""
