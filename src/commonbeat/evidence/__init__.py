"""The calculator: what the numbers can and cannot say.

Knows nothing of the town, the database or the web: numbers in, frozen results out, each with an
interval, its method, its warnings and a sentence that a councillor understands. Import the
submodule that you need; this package itself imports nothing, so it costs nothing.
"""
