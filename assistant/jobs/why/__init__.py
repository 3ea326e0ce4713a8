"""缘由: why a value is what it is, step by step, each step cited and each sum redone."""

from assistant.jobs.why.explain import explain, explain_value
from assistant.jobs.why.history import mentions
from assistant.jobs.why.subject import Subject, subjects

__all__ = ["Subject", "explain", "explain_value", "mentions", "subjects"]
