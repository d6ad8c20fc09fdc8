"""What others give on the composed plans: the same work done by programs that one could take today."""
