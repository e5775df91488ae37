"""Who is reached and how fairly, each figure with its known faults said beside it."""
