"""What readings of stills weigh, and how often parents that stand so were right (bench.families.fit_stills)."""

POPULATION = "stills-2026-11"
"""24 families of bench.families, platform regime, seed 111; `CALIBRATED` on four draws of 70 in 100 files of each."""

WEIGHTS = {
    "nats": 3.481,
    "noise": 2.438,
    "left": -0.446,
    "left_plain": 1.537,
    "lost": -1.280,
    "lost_plain": -2.074,
    "nats_back": -0.323,
    "noise_back": -0.136,
    "uncovered": 11.936,
    "uncovered_back": 5.669,
    "enlarged": 0.598,
    "reduced": -0.651,
    "any_enlarged": 1.113,
    "coarser": 0.163,
    "toned": 0.696,
    "steps_back_only": 0.014,
    "lattice": 0.0,
    "lattice_back": 0.0,
    "apart": 0.0,
    "apart_back": 0.0,
}

CALIBRATED = (POPULATION, (-0.2304, 0.4885, 0.1139, -0.2552), 0.5504, 0.9)
"""Population, weights over lineage.confidence.FEATURES, bias, and the p from which a parent is LIKELY."""
