"""The real sites in real servers and browsers."""
