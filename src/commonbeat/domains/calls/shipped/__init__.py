"""What comes with the product: call types and wordings. A town edits them at its desk."""
