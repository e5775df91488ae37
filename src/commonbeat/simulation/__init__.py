"""An invented town with known truths: the demonstration, load tests, and the test of our statistics."""
