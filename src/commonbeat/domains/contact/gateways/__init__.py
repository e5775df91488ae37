"""Gateways: the only part of the product that talks to the outside. One module for each kind."""
