"""Packages for tests, the three programs that check them, and what a hand on the way could do to one."""

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.preserve.cases import incoming, make_files, new_case, received

from stemmata.acts.package import Packaged, package
from stemmata.acts.receive import receive
from stemmata.model.profile import Profile
from stemmata.preserve.casefolder import CaseFolder
from stemmata.preserve.package_check import check_package
from stemmata.preserve.package_form import (
    MANIFEST,
    PACKAGE_SIGNATURE,
    PACKAGE_TEXT,
    TAGMANIFEST,
    UNLISTED,
    manifest_lines,
)
from stemmata.preserve.writer import package_text

ISSUED, BROKEN, CANNOT, CONSISTENT = 0, 1, 2, 3
SHELLS = {"dash": ["dash"], "bash": ["bash"], "busybox": ["busybox", "sh"]}


@dataclass(frozen=True)
class Made:
    """A case of five files received together, and a package of two of them."""

    case: CaseFolder
    folder: Path
    packaged: Packaged

    @property
    def log(self) -> str:
        return next(iter(self.packaged.keys))

    @property
    def key(self) -> str:
        return self.packaged.keys[self.log]

    @property
    def custody(self) -> Path:
        return self.folder / "custody" / self.log


def made_case(place: Path) -> CaseFolder:
    case = new_case(place / "case")
    receive(case, incoming(make_files(place / "clips", 5)), {"handed_over_by": "a neighbour"})
    return case


def made_package(place: Path, profile: Profile = Profile.INTERNAL, name: str = "package") -> Made:
    case = made_case(place)
    items = [item for _, item in received(case)][1:3]
    return Made(case, place / name, package(case, items, place / name, profile))


def copied(made: Made, place: Path) -> Path:
    return Path(shutil.copytree(made.folder, place, symlinks=True))


# the three programs


def own(folder: Path, *words: str) -> int:
    named = list(zip(("", *words), words, strict=False))
    keys, roots = ([word for before, word in named if before == option] for option in ("--key", "--tsa"))
    held = [Path(word).read_bytes() for before, word in named if before == "--checkpoint"]
    return check_package(folder, keys, held, roots).exit_code


@cache
def verify_py() -> ModuleType:
    """The program of the package, loaded: it imports nothing of ours."""
    path = Path(__file__).parents[2] / "src/stemmata/preserve/package_files/verify.py"
    spec = importlib.util.spec_from_file_location("verify_of_a_package", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python(folder: Path, *words: str) -> int:
    """In this process, as `main` is called: a thousand interpreters would take too long."""
    before, sys.argv = sys.argv, ["verify.py", *words, str(folder)]
    try:
        return int(verify_py().main())
    except SystemExit as ending:
        return int(str(ending.code))
    finally:
        sys.argv = before


def shell(folder: Path, *words: str, name: str = "dash") -> int:
    """By the program of this source, not the one in the package, which may have been changed."""
    program = Path(__file__).parents[2] / "src/stemmata/preserve/package_files/verify.sh"
    ended = subprocess.run([*SHELLS[name], program, *words, folder], capture_output=True, check=False)
    return ended.returncode


def all_three(folder: Path, *words: str) -> set[int]:
    return {own(folder, *words), python(folder, *words), shell(folder, *words)}


# what can be done to a package


def flip(path: Path, at: int, bit: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def relist(folder: Path) -> None:
    """Make both lists fit the files again, as anybody can."""
    for name in (MANIFEST, TAGMANIFEST):  # in this order: one lists the other
        listed = {path.relative_to(folder).as_posix(): path for path in files_of(folder)}
        sums = {
            one: sha256(path.read_bytes()).hexdigest()
            for one, path in listed.items()
            if one not in UNLISTED and one.startswith("data/") == (name == MANIFEST)
        }
        (folder / name).write_bytes(manifest_lines(sums))


def reseal(folder: Path, log: str, key: Ed25519PrivateKey) -> None:
    """Lists and signature that fit again: what only the holder of the key can do."""
    relist(folder)
    text = package_text(log, sha256((folder / TAGMANIFEST).read_bytes()).hexdigest())
    (folder / PACKAGE_TEXT).write_bytes(text)
    (folder / PACKAGE_SIGNATURE).write_bytes(key.sign(text))


def own_key(configuration: Path) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes((configuration / "identity.ed25519").read_bytes())


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def shells_here() -> list[str]:
    return [name for name, words in SHELLS.items() if shutil.which(words[0])]


def there(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def all_bytes(folder: Path) -> bytes:
    return b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in folder.rglob("*") if path.is_file())
