"""What text gateways tell us: texts that people send, and receipts of ours."""
