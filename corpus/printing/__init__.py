"""Prints a composed plan as the decree lays it out: pages, and the place of every printed word."""
