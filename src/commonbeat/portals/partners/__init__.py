"""The Hub's tables: agencies that meet about a situation, each person at the tables they sit at."""
