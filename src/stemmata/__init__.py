"""Stemmata: the family tree of every clip and every story."""

__version__ = "0.1.0"
