"""Where a reviewer finds the most errors a minute: what to look at first, and how long it takes."""

from pipeline.review.assess import Assessment, assess
from pipeline.review.values import ReviewValue, review_values

__all__ = ["Assessment", "ReviewValue", "assess", "review_values"]
