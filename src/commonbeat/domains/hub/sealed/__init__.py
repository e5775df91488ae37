"""Sealed: the one place of the Hub that holds who. Only `hub/gate.py` imports it.

An identity note lives from filter 3 (or 4) to the close, fourteen days at most. Its text is
encrypted under a key of its own, of which one half lies in the key ring and the other is wrapped
for each entitled person's own key. Whoever holds the database, the key ring and the master
secret, but no entitled person's password, reads nothing; and once the half in the key ring is
destroyed no backup of the database can be read by anybody.
"""
