"""Text files and Word documents as pages of lines, in reading order, with their tables."""
