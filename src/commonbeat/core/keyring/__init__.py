"""The key ring: one row for each key that seals a record, in a database of its own.

It is kept apart from the data so that a backup of the data holds no keys: once a key is
destroyed here, every copy of what it sealed is forgotten, backups included.
"""
