"""101 departmental sites and a national portal from one French Markdown tree."""
