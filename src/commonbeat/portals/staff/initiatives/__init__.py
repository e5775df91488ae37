"""Issues and recommendations at the desk."""
