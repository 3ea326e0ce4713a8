"""Measurements of the product; they import ``assistant``, never the reverse."""
