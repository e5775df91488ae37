"""Tests of how pages look and read."""
