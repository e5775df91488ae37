"""The promises everything else stands on: who may change what, what is written down, what is kept secret and for how long.

Core knows nothing of policing. It must never know a domain: domains declare, core enforces.
"""
