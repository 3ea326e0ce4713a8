"""Floor 3: a question → ranked passages."""
