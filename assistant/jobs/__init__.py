"""Floor 4: one room per job."""
