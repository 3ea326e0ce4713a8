"""Floor 1: one file → text with places → declarations or statutes."""
