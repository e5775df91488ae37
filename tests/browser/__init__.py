"""Drives the pages as people do: by keyboard, on a phone, without script, in French."""
