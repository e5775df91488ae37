"""The survey page: all questions at once, behind a private link, without script or account."""
