"""The stories that cross domains, one file each. A story reads by queries and changes by actions."""
