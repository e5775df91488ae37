"""An invented town with known truths: for the demonstration, load tests and our statistics."""
