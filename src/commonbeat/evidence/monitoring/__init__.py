"""Watching counts as they come: bursts, drifts, and areas that stand out."""
