"""What `stemmata doctor` says of the worker's lock."""

import pytest

from stemmata.model.lock import Lock
from stemmata.pipeline import health
from stemmata.pipeline.health import told_of_lock

NONE = "Landlock: this kernel has none"
TIERS = [
    # the lock                              verdict    says                                     the fix
    (Lock(seccomp=True, landlock=7),        "ok",      "reaches no other file",                 ""),
    (Lock(seccomp=True, lacks=(NONE,)),     "ok",      f"one layer instead of two ({NONE})",    "5.13 or newer"),
    (Lock(landlock=7, lacks=("seccomp: x",)), "missing", "could read your files and use the network (seccomp: x)",
                                                                                                "should not be so"),
]  # fmt: skip


@pytest.mark.parametrize(("lock", "verdict", "says", "fix"), TIERS)
def test_doctor_says_what_the_tier_means(
    lock: Lock, verdict: str, says: str, fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "machine", lambda: "x86_64")
    check = told_of_lock(lock)
    assert check.verdict == verdict
    assert f"tier {lock.tier}" in check.says
    assert says in check.says
    assert fix in check.fix


def test_elsewhere_than_on_linux_the_first_tier_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "machine", lambda: None)
    check = told_of_lock(Lock(lacks=("seccomp, Landlock: this version knows neither for Darwin arm64",)))
    assert (check.verdict, check.fix) == (
        "missing",
        "Read files from strangers on Linux, or in a virtual machine with it.",
    )
