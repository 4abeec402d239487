"""The example case: a folder of chaos about an invented town, made by seeded code alone.

No part of the product: `make demo` shows Stemmata on it, and the suite uses it as a fixture with a known truth.
"""
