"""Every change of agencies: staff, postings, one's own account and the second factor."""
