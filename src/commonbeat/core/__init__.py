"""The promises everything else stands on: who may change what, what is written down, kept secret.

Core knows nothing of policing. It must never know a domain: domains declare, core enforces.
"""
