"""Encrypted, not, or unknown: by what the system says of the device, on device trees made here."""

import os
from pathlib import Path

import pytest

from stemmata.preserve.disk_encryption import is_encrypted


def device(sys: Path, folder: Path) -> Path:
    number = folder.stat().st_dev
    return sys / f"{os.major(number)}:{os.minor(number)}"


def crypt(place: Path) -> None:
    (place / "dm").mkdir(parents=True)
    (place / "dm" / "uuid").write_text("CRYPT-LUKS2-0123-luks")


def test_a_plain_disk_is_not_encrypted(tmp_path: Path) -> None:
    device(tmp_path / "sys", tmp_path).mkdir(parents=True)
    assert is_encrypted(tmp_path, tmp_path / "sys") is False


def test_a_crypt_device_is(tmp_path: Path) -> None:
    crypt(device(tmp_path / "sys", tmp_path))
    assert is_encrypted(tmp_path, tmp_path / "sys") is True


def test_a_volume_on_a_crypt_device_is(tmp_path: Path) -> None:
    crypt(device(tmp_path / "sys", tmp_path) / "slaves" / "dm-0")
    assert is_encrypted(tmp_path, tmp_path / "sys") is True


def test_a_volume_of_which_one_disk_is_plain_is_not(tmp_path: Path) -> None:
    slaves = device(tmp_path / "sys", tmp_path) / "slaves"
    crypt(slaves / "dm-0")
    (slaves / "sdb").mkdir(parents=True)
    assert is_encrypted(tmp_path, tmp_path / "sys") is False


@pytest.mark.parametrize("sys", ["nowhere", "empty"])
def test_what_the_system_does_not_tell_is_unknown(tmp_path: Path, sys: str) -> None:
    (tmp_path / "empty").mkdir()
    assert is_encrypted(tmp_path, tmp_path / sys) is None
