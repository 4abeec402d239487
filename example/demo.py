"""`make demo`: make the example folder, run the product on it as a person would, and say how to open it."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from example.build import build

SEED = 2031


def demo(where: Path) -> int:
    """Everything lands under `where`, which is made anew; returns the exit code."""
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    folder, case = where / "folder", where / "case"
    program = Path(sys.executable).with_name("stemmata")
    began = time.monotonic()
    print(
        "Making an example folder: rendered scenes, re-uploads, posts, articles; every place and person is invented …"
    )
    built = build(folder, seed=SEED)
    print(f"  {built.files} files in {folder}")
    for step in (
        ["new", str(case), "--name", "Example: Qal’at Mirel, March 2021"],
        ["-C", str(case), "add", str(folder), "--handed-over-by", "the example's own generator"],
        ["-C", str(case), "run"],
    ):
        print(f"\n$ stemmata {' '.join(part if part.isascii() and ' ' not in part else repr(part) for part in step)}")
        sys.stdout.flush()
        code = subprocess.run([str(program), *step], check=False).returncode
        if code not in (0, 3):
            return code
    print(f"\nDone in {time.monotonic() - began:.0f} s.")
    print(f"Open it:          {program} -C {case.resolve()} serve        (or: make open)")
    print(f"Now your folder:  {program} try /path/to/your/folder")
    return 0


if __name__ == "__main__":
    sys.exit(demo(Path(sys.argv[1] if len(sys.argv) > 1 else "demo")))
