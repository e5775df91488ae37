"""The doors of the house: one portal for each kind of person or machine that comes in.

A URL that belongs to no portal does not exist. Each portal's `guard.py` says who may enter and
as which actor. Portals read through `queries` and change through `actions`; they hold no truth.
"""
