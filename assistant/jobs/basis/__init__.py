"""依据: look up a basis document by number or title; who cites it; where citations disagree."""

from assistant.jobs.basis.graph import BasisGraph, graph_of
from assistant.jobs.basis.lookup import look_up

__all__ = ["BasisGraph", "graph_of", "look_up"]
