"""No connection and no question to a name server, by any process, while files are read: as the kernel saw it.

strace stops a process before the kernel's filter does, so an attempt that the lock refuses is seen here too.
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.decode import bombs
from tests.media import make
from tests.preserve.points import tell
from tests.sandbox.test_lock import needs_all

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*?)(?:\) += .*| <unfinished.*)$")
"""A call and its arguments, whether it came back at once or later. The pair of a pid and its answer is left out."""
TO_ITSELF = frozenset(
    {"socketpair", "sendmsg", "recvmsg", "sendto", "recvfrom", "getsockname", "getsockopt", "setsockopt", "shutdown"}
)
"""What the parent and the warm process use on the pair of sockets between them: none can reach anything else."""

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="not run: strace is not installed")


def network_calls(program: Sequence[str], folder: Path) -> tuple[Counter[str], str]:
    """Every call for the network but TO_ITSELF, of a Python program and all that it starts; and what it printed."""
    log = folder / "calls"
    ended = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=network", "-e", "signal=none", sys.executable, *program],
        cwd=ROOT, capture_output=True, text=True, timeout=3_000, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    calls = [match for line in log.read_text(errors="replace").splitlines() if (match := CALL.match(line))]
    return Counter(f"{call[1]}({call[2]})" for call in calls if call[1] not in TO_ITSELF), ended.stdout


def everything(paths: Sequence[Path], folder: Path) -> tuple[Counter[str], str]:
    return network_calls(["-m", "tests.sandbox.everything", *map(str, paths)], folder)


@pytest.fixture(scope="module")
def of_the_trial(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    """The lock tries to connect before it is trusted: what a worker does that reads nothing."""
    program = "from stemmata.sandbox.worker import LocalWorker\nLocalWorker().start()"
    return network_calls(["-c", program], tmp_path_factory.mktemp("trial"))[0]


@needs_strace
@needs_all
def test_files_that_name_addresses_make_no_process_ask_for_the_network(
    tmp_path: Path, of_the_trial: Counter[str]
) -> None:
    names = ("m3u8", "sdp", "dash", "m3u8 behind a brand")
    named = {name: make_ for name, make_ in {**bombs.PLAYLISTS, **bombs.DISGUISED}.items() if name in names}
    paths = [tmp_path / f"{number}.mp4" for number in range(len(named))]
    for path, content in zip(paths, named.values(), strict=True):
        path.write_bytes(content().replace(b"PORT", b"9"))
    good = tmp_path / "good.mp4"
    good.write_bytes(make.film(seconds=1))
    asked, told = everything([*paths, good], tmp_path)
    assert asked - of_the_trial == Counter()
    assert "MEDIA-REFUSED" in told


@needs_strace
@needs_all
def test_the_control_a_decoder_that_asks_is_seen(tmp_path: Path, of_the_trial: Counter[str]) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bombs.PLAYLISTS["m3u8"]().replace(b"PORT", b"9"))
    program = (
        "from tests.sandbox.test_playlist import AS_PLAYLIST\n"
        "from stemmata.sandbox.worker import LocalWorker\n"
        f"with LocalWorker(['films_on_trial'], search=[{str(Path(__file__).parent)!r}]) as worker:\n"
        f"    worker.reduce(AS_PLAYLIST, {str(path)!r})\n"
    )
    asked, _ = network_calls(["-c", program], tmp_path)
    assert [call for call in asked - of_the_trial if call.startswith("socket(AF_INET, SOCK_STREAM")], asked


@pytest.mark.faults
@pytest.mark.corpus
@pytest.mark.timeout(3_600)
@needs_strace
@needs_all
def test_no_file_of_the_corpus_makes_any_process_ask_for_the_network(
    corpus: Path, tmp_path: Path, of_the_trial: Counter[str]
) -> None:
    paths = sorted(path for path in corpus.rglob("*") if path.is_file())
    asked, told = everything(paths, tmp_path)
    assert asked - of_the_trial == Counter()
    answers = sum(int(line.split("\t")[1]) for line in told.splitlines())
    tell(f"network: {len(paths):,} files of the corpus, {answers:,} answers of reducers, 0 calls for the network")
    for line in told.splitlines():
        tell("network: " + line.replace("\t", " "))
