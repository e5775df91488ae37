"""Real parts that tests and benchmarks stand on: database, text gateway, mail sink, server.

Each runs as root or as an ordinary user, on loopback only, on free ports, in temporary folders,
and ends with the run that started it, even when that run is interrupted.
"""
