"""The stories that cross domains, one file each: they read by queries, change by actions."""
