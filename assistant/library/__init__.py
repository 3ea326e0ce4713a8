"""Floor 2: what is kept: catalogue, word index, vector index, ingest."""
