"""What readings of stills weigh, and how often parents that stand so were right (bench.families.fit_stills)."""

from stemmata.lineage.overlay_characters import Weights

POPULATION = "generated families of stills (stills-2026-11)"
"""Of bench.families, 20 files each. Weights: 24 of the platform regime (seed 111), 10 of the literature's (seed 112),
nothing lost. The curve: these and 12 of the hostile regime (seed 113), of each four draws of 70 in 100 files."""

WEIGHTS = {
    "nats": 2.335,
    "noise": 2.408,
    "left": 0.178,
    "left_plain": 1.321,
    "lost": -1.452,
    "lost_plain": -1.922,
    "nats_back": -0.457,
    "noise_back": -0.170,
    "uncovered": 10.156,
    "uncovered_back": 5.890,
    "enlarged": 1.119,
    "reduced": -0.087,
    "any_enlarged": 0.106,
    "coarser": 0.038,
    "toned": 0.712,
    "steps_back_only": 0.388,
    "lattice": -4.554,
    "lattice_back": 5.221,
    "apart": -0.415,
    "apart_back": 0.518,
}

MARKS = {POPULATION: Weights(gained_again=1.653, taken_off=1.673)}
"""Of 12 families of the platform regime (seeds 114 and 115), by bench.families.fit_marks: of 191 true parents 15 lack a
mark of the child's kin and one bears a mark that the child has not; of other candidates one in six, and one in six."""

CALIBRATED = (POPULATION, (-0.1020, 0.3016, 0.2196, -0.0350), 0.0624, 0.88, 9.0)
"""Population, weights over lineage.confidence.FEATURES, bias, the p from which a parent is LIKELY (of the choices above
it that the curve was fitted to, 0.96 were right), and the cost from which none is named (of 10 choices above it in the
platform regime 0 were right, of 64 in the hostile one 2)."""
