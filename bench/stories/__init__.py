"""Stemmata of texts, on a hand-copied tradition and on generated families whose trees are known."""
