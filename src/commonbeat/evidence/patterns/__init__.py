"""What stands out among many counts: pairs, gaps and changes, with few false alarms."""
