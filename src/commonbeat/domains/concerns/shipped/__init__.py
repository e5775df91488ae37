"""What a town starts with: kinds, their questions, words for replies. All of it can be edited."""
