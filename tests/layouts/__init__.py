"""版式: one abstract declaration written in many ways. See ``variants.py`` for the axes.

``declaration.invent(seed)`` → facts; ``render.render(declaration, layout)`` → grids of cells;
``writers.WRITERS[name]`` → text. Writers of binary formats take the same grids.
"""
