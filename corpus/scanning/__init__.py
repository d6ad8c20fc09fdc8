"""Scans a printed plan, from a clean scan to pages that are hard to read, with every word's new place."""
