"""What the tests of `inspect` share: the three verdicts, and what a look gives."""

from collections.abc import Callable

from tests.media import bags

from stemmata.model.inspected import Inspected
from stemmata.model.signed import Verdict
from stemmata.pipeline.inspect import Outcome

OK, FAILED, UNCHECKED = Verdict.OK, Verdict.FAILED, Verdict.UNCHECKED
Look = Callable[..., Inspected]
"""The first thing found, of a path or of bytes; see conftest."""
Looked = Callable[..., Outcome]


def without(name: str) -> Callable[[bags.Files], bags.Files]:
    return lambda files: {key: value for key, value in files.items() if key != name}
