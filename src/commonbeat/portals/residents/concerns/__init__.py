"""What a resident brings without an account: reports, tips, complaints and thanks."""
