"""Floor 0: what the field knows. Pure values and tables; no input or output."""
