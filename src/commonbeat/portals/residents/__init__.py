"""A resident with a private link in their hand: follow my call, answer, stop, be called back."""
