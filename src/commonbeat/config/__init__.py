"""How a deployment is set up: one settings file, read from the environment."""
