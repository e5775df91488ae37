"""What holds true, one room a subject. A domain sees only the storeys below its own."""
