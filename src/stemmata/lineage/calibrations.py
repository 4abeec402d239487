"""The named populations on which links of each kind of material were calibrated."""

from stemmata.lineage import film_calibration, still_weights, story_weights
from stemmata.lineage.confidence import Logistic

CALIBRATIONS = {
    still_weights.POPULATION: Logistic(*still_weights.CALIBRATED),
    film_calibration.POPULATION: Logistic(*film_calibration.CALIBRATED),
    story_weights.POPULATION: Logistic(*story_weights.CALIBRATED),
}
