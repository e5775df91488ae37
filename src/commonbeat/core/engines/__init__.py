"""Django's two databases, each with the wall's wrapper around every statement.

Django asks an engine for a module called `base`.
"""
