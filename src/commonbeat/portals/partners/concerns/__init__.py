"""What residents bring to a partner agency."""
