"""The code lists as shipped: editable seed data."""
