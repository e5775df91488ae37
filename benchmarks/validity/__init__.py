"""Is the evidence library right? Many invented towns whose truth is known, and real ones."""
