"""Nouns and their algebra: what the other rooms speak of. Imports nothing of ours."""
