"""The labelled corpus: composed plans with gold, the printer and scanner that make scans of them."""
