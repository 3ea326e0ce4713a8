"""问答: answers computed from facts and quoted passages."""
