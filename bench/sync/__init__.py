"""Cameras and microphones on one clock: `make` nothing, render seeded events in memory, print what sync makes of them.

A simulator, not a corpus: shots, voices and vehicles at up to 60 m, each microphone with its own delays, walls, tail,
band, noise, wind, talkers beside it, gain control, clipping, clock and missing stretches. What is true of a pair is
known to the microsecond. SEEDS_FIT were looked at and fitted on; SEEDS_REPORT are what is printed.
"""

SEEDS_FIT = range(1_000, 1_400)
SEEDS_REPORT = range(7_000, 8_000)
