"""What residents think, from a random sample: estimates by the way the sample was drawn.

For people who chose for themselves whether to answer, see `evidence.respondents`.
"""
