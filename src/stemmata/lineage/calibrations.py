"""The named populations on which links of each kind of material were calibrated."""

from stemmata.lineage import still_weights
from stemmata.lineage.confidence import Logistic

CALIBRATIONS = {still_weights.POPULATION: Logistic(*still_weights.CALIBRATED)}
