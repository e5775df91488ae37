"""From records to counts by area, month and kind: a CSV file, or millions of rows."""
