"""The benchmark: a realistic project made up from a seed, and what building it costs us and others."""
