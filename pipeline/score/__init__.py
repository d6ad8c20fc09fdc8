"""Plan records against gold: how much is right, how sure one can be of the figure, and what changed."""
