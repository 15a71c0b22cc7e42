"""Findings to the formats people and tools read; what is checked is none of their business."""
