"""What comes with the product: call types, dispositions and wordings. A town edits them at its desk."""
