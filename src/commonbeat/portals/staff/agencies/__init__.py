"""The desk's pages of agencies: signing in, one's own account, staff, and officers by area."""
