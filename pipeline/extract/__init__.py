"""What a plan says: header, campaign, dates, deadlines, bodies, criteria, references, signature."""
