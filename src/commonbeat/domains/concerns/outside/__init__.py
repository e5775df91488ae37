"""How other Open311 servers are asked: where we may go, what we send, what they answer."""
