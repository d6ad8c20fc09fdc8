"""Recognition: page images to words with boxes and confidence."""
