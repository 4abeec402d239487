"""Shared origin and independence -> roots, counted. Pure: no path, clock or connection."""
