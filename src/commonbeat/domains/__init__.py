"""What holds true, one room a subject. A domain sees only lower storeys; those of one storey are strangers."""
