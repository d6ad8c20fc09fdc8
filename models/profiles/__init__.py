"""Schemas of the exchange profiles that exports are written in."""
