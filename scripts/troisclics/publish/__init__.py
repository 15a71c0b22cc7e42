"""Publishing: a release is packed, sent aside, verified where it lies, and switched to in one rename (ADR 0019)."""
