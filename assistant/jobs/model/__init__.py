"""模型: an optional language model over the same tools; nothing ungrounded is shown."""
