"""Evidence of direction and of shared origin -> families of units, stemmata. Pure: no path, clock or connection."""
