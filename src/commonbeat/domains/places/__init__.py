"""Places: areas, beats and blocks, and which of them a point lies in.

Nouns: area (a neighbourhood or borough that residents know by name).
Verbs: import_areas, retire_area. Reads: areas, the locator of points.
It must never know a person, a call or a house number. Areas are public; points never leave.
"""
