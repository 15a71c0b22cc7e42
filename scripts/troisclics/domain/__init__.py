"""Pure functions on the model."""
