"""A case whose files bear marks, looked at once, without comparing them."""

from io import BytesIO
from pathlib import Path

from tests import cases
from tests.decode.jpegs import from_meta
from tests.media import make

from stemmata.acts.create import create_case
from stemmata.case.index import Index
from stemmata.decode.metadata import METADATA, metadata
from stemmata.decode.probe import PROBE, probe
from stemmata.engine.in_process import InProcess
from stemmata.model.seams import Reducer, Reduction
from stemmata.pipeline.analyse import Analysis
from stemmata.pipeline.derived import Derived
from stemmata.preserve.casefolder import CaseFolder

PLAIN, FROM_META, RENAMED = "photo.jpg", "10259827_775015719198440_8245719837466524_n.jpg", "IMG-20230101-WA0007.jpg"


REDUCERS = {PROBE.name: probe, METADATA.name: metadata}


class Here:
    """Reads what it is given in this process: the bytes are our own."""

    def __init__(self) -> None:
        self.asked = 0

    def reduce(self, reducer: Reducer, path: str, parameters: object) -> Reduction:
        self.asked += 1
        return REDUCERS[reducer.name](BytesIO(Path(path).read_bytes()), {})


def received(folder: Path) -> CaseFolder:
    files = {
        PLAIN: make.still(1),
        FROM_META: from_meta(make.still(1, progressive=True)),
        RENAMED: make.still(1, quality=50),
    }
    (folder / "in").mkdir()
    for name, content in files.items():
        (folder / "in" / name).write_bytes(content)
    case = create_case(folder / "case", "Marks")
    cases.add(case, folder / "in")
    return case


def looked_at(case: CaseFolder) -> tuple[Index, int]:
    """The tables, and how many times a file had to be read for them."""
    index, here = cases.opened(case), Here()
    with index.read() as connection:
        items = [str(row[0]) for row in connection.exec_driver_sql("SELECT sha256 FROM item ORDER BY sha256")]
    analysis = Analysis(case.objects, Derived(case.derived), index, InProcess(), here)  # type: ignore[arg-type]
    analysis.probe(items, (), lambda step, done, total: None)
    return index, here.asked
