"""Publishing: what the public may know. Numbers leave the house only through here.

Nouns: release (a table of figures for a month, after the one disclosure rule, with a digest).
Verbs: release_figures. Reads: public.py.
It must never hold a figure under the threshold, or anything about a person.
"""
