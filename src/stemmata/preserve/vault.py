"""The vault: what entries say of persons, encrypted with age to at least two recipients (extra `vault`: pyrage).

    vault/recipients.txt    one age recipient a line
    vault/<entry>.age       the opening of an entry's commitment: {"body": <canonical>, "salt": <hex>}, encrypted

The plain body then stands nowhere in the case. The entry's header holds the salted commitment, so whoever opens the
file can check that this is what was signed; whoever destroys it erases what was said, and the log still verifies.
"""

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from stemmata.model.errors import VaultRefused
from stemmata.preserve.durable import make_folder, new_file, place_file, sync_folder
from stemmata.preserve.entry import Body

RECIPIENTS = "recipients.txt"
FEWEST_RECIPIENTS = 2
"""One key that is lost loses what it alone could open."""


class Vault:
    """`folder` is vault/ of a case; `temporary` its tmp/."""

    def __init__(self, folder: Path, temporary: Path) -> None:
        self._folder, self._temporary = folder, temporary

    def path(self, entry: str) -> Path:
        return self._folder / f"{entry}.age"

    def has(self, entry: str) -> bool:
        return self.path(entry).is_file()

    def entries(self) -> list[str]:
        """Ids of the entries whose opening is held."""
        return sorted(path.stem for path in self._folder.glob("*.age"))

    def recipients(self) -> list[str]:
        """VaultRefused where there is no vault yet."""
        try:
            lines = (self._folder / RECIPIENTS).read_text("utf-8").splitlines()
        except OSError:
            raise VaultRefused("this case has no vault yet", "make one: stemmata vault init") from None
        return [line for line in lines if line]

    def begin(self, recipients: Sequence[str]) -> None:
        """Say to whom it is encrypted from now on; what is held already stays as it is. VaultRefused."""
        distinct = sorted(set(recipients))
        if len(distinct) < FEWEST_RECIPIENTS:
            raise VaultRefused(
                f"a vault has at least {FEWEST_RECIPIENTS} recipients, got {len(distinct)}",
                "add the key of a second person, or a recovery key that is kept elsewhere",
            )
        _parsed(distinct)
        make_folder(self._folder)
        place_file(self._folder / RECIPIENTS, ("\n".join(distinct) + "\n").encode(), self._temporary)
        sync_folder(self._folder)

    def place(self, entry: str, body: Body) -> None:
        """Durable on return; replaces nothing else. VaultRefused."""
        opening = b'{"body":' + body.canonical + b',"salt":"' + body.salt.hex().encode() + b'"}'
        sealed: bytes = _age().encrypt(opening, _parsed(self.recipients()))
        place_file(self.path(entry), sealed, self._temporary)
        sync_folder(self._folder)

    def open(self, entry: str, commitment: str, identity: Path) -> Body:
        """What was sealed, once it is shown to be what was signed. VaultRefused."""
        age = _age()
        try:
            keys = [
                age.x25519.Identity.from_str(line.strip())
                for line in identity.read_text("utf-8").splitlines()
                if line.strip() and not line.startswith("#")
            ]
            opening = age.decrypt(self.path(entry).read_bytes(), keys)
        except (OSError, UnicodeDecodeError) as error:
            raise VaultRefused(f"{error}", "check the path, and that the disk can be read") from error
        except (age.IdentityError, age.DecryptError) as error:
            todo = "use the key of one of its recipients"
            raise VaultRefused(f"{identity} does not open it ({error})", todo) from error
        body = _body(opening)
        if body is None or body.commitment != commitment:
            raise VaultRefused("what is in the vault is not what was signed", "look for it in a backup of the vault")
        return body

    def destroy(self, entry: str) -> None:
        self.path(entry).unlink(missing_ok=True)
        sync_folder(self._folder)


def make_identity(path: Path) -> str:
    """A new age key in a file that only its owner reads; returns its recipient. OutputExists, VaultRefused."""
    identity = _age().x25519.Identity.generate()
    try:
        new_file(path, f"# public key: {identity.to_public()}\n{identity}\n".encode())
    except OSError as error:
        raise VaultRefused(f"{path} could not be written ({error.strerror})", "choose another place") from error
    return str(identity.to_public())


def _body(opening: bytes) -> Body | None:
    head, middle = b'{"body":', b',"salt":"'
    begin, _, tail = opening.rpartition(middle)
    try:
        salt = bytes.fromhex(json.loads(b'{"salt":"' + tail)["salt"])
    except (ValueError, KeyError):
        return None
    return Body(salt, begin.removeprefix(head)) if begin.startswith(head) else None


def _age() -> ModuleType:
    try:
        return import_module("pyrage")
    except ImportError as error:
        raise VaultRefused("the vault needs pyrage", 'pip install "stemmata[vault]"') from error


def _parsed(recipients: Sequence[str]) -> list[object]:
    age = _age()
    try:
        return [age.x25519.Recipient.from_str(one) for one in recipients]
    except age.RecipientError as error:
        raise VaultRefused(f"a recipient is no age key ({error})", "it begins with age1; copy all of it") from error
