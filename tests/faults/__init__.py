"""What must not happen to `site/` when something goes wrong."""
