"""The operator's door: the `commonbeat` command. Like a portal, it holds no truth."""
