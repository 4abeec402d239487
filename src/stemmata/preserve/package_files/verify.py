#!/usr/bin/env python3
"""Checks this evidence package with the standard library alone.

    python3 verify.py [--key SHA256:HEX]… [--checkpoint FILE]… [--tsa SHA256:HEX]… [FOLDER]

--key         fingerprint of a log key that you got from elsewhere, not from this package
--checkpoint  a checkpoint of the log, or a file with one, that you got from elsewhere: its three lines are compared
--tsa         fingerprint of the root certificate of a time-stamp authority: SHA-256 of its DER, as authorities print it

Time stamps are checked by openssl, if there is one.

Ends with 0 ISSUED-MATCH, 3 CONSISTENT only, 1 BROKEN, 2 could not run. None of these says anything about the content.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from datetime import datetime
from hashlib import sha256, sha512
from pathlib import Path

HASH, NUMBER, B64 = rb"[0-9a-f]{64}", rb"(?:0|[1-9][0-9]{0,14})", rb"[A-Za-z0-9+/]"
LISTED = re.compile(rb"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._/-]*)")
LOG = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}")
CHECKPOINT = re.compile(rb"(stemmata\.log/[0-9a-f]{16}-[0-9a-f]{8})\n(%s)\n(%s{43}=)\n" % (NUMBER, B64))
ENTRY = re.compile(
    rb'\{"header":(\{"author":"(%s)","body":"%s","claimed_us":(?:0|-?[1-9][0-9]{0,15}),"references":\{"manifest":\["%s"\],'
    rb'"rows":\["(%s)"\](?:,"told":\["(%s)"\])?\},"type":"(receive|derive|redact)","v":1\}),"signature":"(%s{86}==)"\}'
    % (HASH, HASH, HASH, HASH, HASH, B64)
)
ROW = re.compile(
    rb'\{"bytes":(0|[1-9][0-9]{0,15}),"name":"(%s)",(?:"of":"%s",)?"salt":"[0-9a-f]{32}","sha256":"(%s)"\}'
    % (HASH, HASH, HASH)
)
KEY_FORM = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before the 32 bytes of an Ed25519 key


class Broken(Exception):
    pass


def require(holds: object, says: str) -> None:
    if not holds:
        raise Broken(says)


def whole(form: re.Pattern[bytes], content: bytes, says: str) -> re.Match[bytes]:
    found = form.fullmatch(content)
    if found is None:
        raise Broken(says)
    return found


# --- Ed25519, RFC 8032 section 5.1 and 6: slow, and enough -----------------------------------------------------------
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % P, (one[1] + one[0]) * (other[1] + other[0]) % P
    c, d = 2 * one[3] * other[3] * D % P, 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    found = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = add(found, point)
        point, scalar = add(point, point), scalar >> 1
    return found


def point_of(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def bytes_of(point: Point) -> bytes:
    over = pow(point[2], P - 2, P)
    x, y = point[0] * over % P, point[1] * over % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key: bytes, text: bytes, signature: bytes) -> bool:
    point = point_of(key)
    if point is None or BASE is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little") % L
    minus = (P - point[0], point[1], point[2], P - point[3])
    return s < L and bytes_of(add(times(s, BASE), times(h, minus))) == signature[:32]


# --- hashes and trees ------------------------------------------------------------------------------------------------
def raw(text: bytes) -> bytes:
    found = base64.b64decode(text, validate=True)
    require(base64.b64encode(found) == text, "base64 that no encoder writes")
    return found


def climb(leaf: bytes, index: int, size: int, lines: list[bytes]) -> bytes | None:
    """The root that this leads to (RFC 9162 section 2.1.3.2); None where the way is too short or too long."""
    node = sha256(b"\0" + leaf).digest()
    at, last = index, size - 1
    for line in lines:
        if at > last or last == 0 or not re.fullmatch(rb"%s{43}=" % B64, line):
            return None
        side = raw(line)
        if at & 1 or at == last:
            node = sha256(b"\1" + side + node).digest()
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            node = sha256(b"\1" + node + side).digest()
        at, last = at >> 1, last >> 1
    return node if index < size and last == 0 else None


def extends(old: int, old_root: bytes, new: int, new_root: bytes, lines: list[bytes]) -> bool:
    """Whether the tree of `new` leaves begins with that of `old`: RFC 9162 section 2.1.4.2."""
    if not 0 < old < new or not all(re.fullmatch(rb"%s{43}=" % B64, line) for line in lines):
        return False
    path = [raw(line) for line in lines]
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    one = other = path[0]
    for side in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            one, other = sha256(b"\1" + side + one).digest(), sha256(b"\1" + side + other).digest()
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            other = sha256(b"\1" + other + side).digest()
        at, last = at >> 1, last >> 1
    return last == 0 and one == old_root and other == new_root


def openssl(*words: object) -> tuple[bool, str]:
    command = [str(shutil.which("openssl")), *map(str, words)]
    ended = subprocess.run(command, capture_output=True, env={**os.environ, "LC_ALL": "C"}, check=False)
    return ended.returncode == 0, ended.stdout.decode("ascii", "replace")


def file_hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


# --- the package -----------------------------------------------------------------------------------------------------
class Package:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.sums: dict[str, str] = {}
        self.named: dict[str, list[str]] = {}
        self.proved: set[str] = set()
        self.roots: set[str] = set()
        self.unchecked = False
        self.says: list[str] = []

    def read(self, name: str) -> bytes:
        require(name in self.sums or name.startswith("custody/package."), f"{name} is missing")
        return (self.root / name).read_bytes()

    def check_files(self) -> None:
        """Every file is listed, and every listed file has the hash that is listed."""
        there = []
        for folder, folders, files in os.walk(self.root):
            for name in folders + files:
                path = Path(folder, name)
                mode = path.lstat().st_mode
                require(stat.S_ISREG(mode) or stat.S_ISDIR(mode), "something in it is neither a file nor a folder")
                if stat.S_ISREG(mode):
                    there.append(path.relative_to(self.root).as_posix())
        listed = ["custody/package.sig", "custody/package.txt", "tagmanifest-sha256.txt"]
        for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            require(name in there, f"{name} is missing, or not a list of hashes and files")
            lines = (self.root / name).read_bytes().split(b"\n")
            rows = [LISTED.fullmatch(line) for line in lines[:-1]]
            require(rows and all(rows) and not lines[-1], f"{name} is missing, or not a list of hashes and files")
            for row in filter(None, rows):
                listed.append(row[2].decode())
                self.sums[listed[-1]] = row[1].decode()
                self.named.setdefault(row[1].decode(), []).append(listed[-1])
                inside = name.startswith("tag") or listed[-1].startswith("data/")
                require(inside, "manifest-sha256.txt lists what does not lie in data/")
        odd = ascii(next(iter(sorted(set(listed) ^ set(there))), ""))
        require(sorted(listed) == sorted(there), f"a file is missing, or is there and not listed: {odd}")
        for name, expected in self.sums.items():
            require(file_hash(self.root / name) == expected, f"a file is not the one listed: {name}")

    def key(self, log: str) -> bytes:
        pem = self.read(f"custody/{log}/log-key.pem")
        lines = pem.split(b"\n")
        der = raw(lines[1]) if len(lines) > 1 else b""
        again = b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % base64.b64encode(der)
        good = again == pem and len(der) == 44 and der.startswith(KEY_FORM)
        require(good, f"custody/{log}/log-key.pem is no Ed25519 key")
        return der[12:]

    def check_issuer(self) -> None:
        """The issuer signed the list of lists."""
        text = self.read("custody/package.txt")
        issuer = [*text.split(b"\n"), b"", b""][1].decode("ascii", "replace")
        named = LOG.fullmatch(issuer) and f"custody/{issuer}/log-key.pem" in self.sums
        require(named, "custody/package.txt names no log of this package")
        expected = f"stemmata package v1\n{issuer}\n{file_hash(self.root / 'tagmanifest-sha256.txt')}\n"
        require(text == expected.encode(), "custody/package.txt was signed for other contents")
        good = signed(self.key(issuer), text, self.read("custody/package.sig"))
        require(good, "the signature on the package does not hold")

    def logs(self) -> list[str]:
        found = sorted(
            {name.split("/")[1] for name in self.sums if name.startswith("custody/") and name.count("/") > 1}
        )
        for log in found:
            require(LOG.fullmatch(log), f"custody/ has a folder that is no log: {log}")
        return found

    def check_log(self, log: str) -> tuple[str, bytes]:
        """A log's key, its signed state and the entries that are in it. Returns the fingerprint and the checkpoint."""
        folder, key = f"custody/{log}/", self.key(log)
        fingerprint = sha256(key).hexdigest()
        require(fingerprint.startswith(log[:16]), f"the key of log {log} is not the one in its name")
        text, signature = self.read(folder + "checkpoint.txt"), self.read(folder + "checkpoint.sig")
        says = f"{folder}checkpoint.txt is no checkpoint of this log"
        state = whole(CHECKPOINT, text, says)
        require(state[1].decode() == f"stemmata.log/{log}", says)
        require(signed(key, text, signature), f"the signature on the checkpoint of log {log} does not hold")
        origin, size, root = state[1], int(state[2]), raw(state[3])
        key_id = sha256(origin + b"\n\1" + key).digest()[:4]
        note = text + b"\n" + "— ".encode() + origin + b" " + base64.b64encode(key_id + signature) + b"\n"
        for name in sorted(self.sums):
            if name.startswith(folder + "anchor-") and name.endswith(".note"):
                self.check_anchor(name, origin, key, (text, note))
        for name in sorted(self.sums):
            if name.startswith(folder) and name.endswith(".entry") and name.count("/") == 2:
                self.check_entry(folder, name[len(folder) : -len(".entry")], key, size, root, note)
        self.says.append(f"log {log}, state signed at {size} entries\n    key SHA256:{fingerprint}")
        return fingerprint, text

    def check_anchor(self, name: str, origin: bytes, key: bytes, newest: tuple[bytes, bytes]) -> None:
        """An earlier state, or this one, that outside time stamps cover."""
        begin, content = name[: -len(".note")], self.read(name)
        lines = content.split(b"\n")
        text = b"\n".join(lines[:3]) + b"\n"
        state = whole(CHECKPOINT, text, f"{name} is no checkpoint of this log")
        size, final = state[2].decode(), whole(CHECKPOINT, newest[0], "")
        require(state[1] == origin and begin.endswith(f"anchor-{size}"), f"{name} is no checkpoint of this log")
        signature = raw(lines[4].split(b" ")[-1])[4:] if len(lines) > 4 else b""
        key_id = sha256(origin + b"\n\1" + key).digest()[:4]
        again = text + b"\n" + "— ".encode() + origin + b" " + base64.b64encode(key_id + signature) + b"\n"
        require(again == content and signed(key, text, signature), f"the signature on {name} does not hold")
        if state[2] == final[2]:
            require(text == newest[0], f"{name} is another state of the same size")
        else:
            proof = self.read(begin + ".consistency")
            hashes = proof.split(b"\n\n")[0].split(b"\n")[1:]
            good = b"\n".join([b"old " + state[2], *hashes]) + b"\n\n" + newest[1] == proof
            good = good and extends(int(size), raw(state[3]), int(final[2]), raw(final[3]), hashes)
            require(good, f"{name} is not shown to be an earlier state")
        if shutil.which("openssl") is None:
            self.unchecked = True
            self.says.append("the time stamps were NOT checked, since no openssl is there")
            return
        covered, k = content, 0
        while k == 0 or f"{begin}.{k}.tsr" in self.sums:
            self.check_stamp(f"{begin}.{k}", covered, f"the first {size} entries of {begin.split('/')[1]}", k)
            covered, k = covered + self.read(f"{begin}.{k}.tsr"), k + 1

    def check_stamp(self, begin: str, covered: bytes, what: str, k: int) -> None:
        pem, token = self.read(f"{begin}.root.pem"), self.read(f"{begin}.tsr")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "covered")
            path.write_bytes(covered)
            _, told = openssl("ts", "-reply", "-in", self.root / f"{begin}.tsr", "-text")
            found = re.search(r"^Time stamp: (.*?)(?:\.\d+)? (\d{4}) GMT$", told, re.M)
            if found is None or not token or "\nHash Algorithm: sha256\n" not in told:
                raise Broken(f"{begin}.tsr is no time stamp over a SHA-256")
            time = datetime.strptime(f"{found[1]} {found[2]} +0000", "%b %d %H:%M:%S %Y %z")
            words = ["-in", self.root / f"{begin}.tsr", "-CAfile", self.root / f"{begin}.root.pem", "-partial_chain"]
            if f"{begin}.chain.pem" in self.sums:
                words += ["-untrusted", self.root / f"{begin}.chain.pem"]
            good, _ = openssl("ts", "-verify", "-data", path, "-attime", int(time.timestamp()), *words)
        require(good, f"the time stamp {begin}.tsr does not hold")
        root = f"SHA256:{sha256(raw(b''.join(pem.split(b'-----')[2].split()))).hexdigest()}"
        self.roots.add(root)
        self.says.append(f"{what} existed by {time:%Y-%m-%d %H:%M:%S} UTC," if k == 0 else f"  stamped again {time},")
        self.says.append(f"  says the time-stamp authority with root {root}")

    def check_entry(self, folder: str, n: str, key: bytes, size: int, root: bytes, note: bytes) -> None:
        require(re.fullmatch(NUMBER.decode(), n), f"{folder}{n}.entry has no number or no proof")
        leaf, proof = self.read(f"{folder}{n}.entry"), self.read(f"{folder}{n}.tlog-proof")
        says = f"{folder}{n}.entry is no entry of this log in its one form"
        entry = whole(ENTRY, leaf, says)
        require(entry[2].decode() == sha256(key).hexdigest(), says)
        good = signed(key, b"stemmata entry v1\n" + entry[1], raw(entry[6]))
        require(good, f"the signature of entry {n} of {folder} does not hold")
        lines = proof.split(b"\n\n")[0].split(b"\n")[2:]
        again = b"\n".join([b"c2sp.org/tlog-proof@v1", b"index " + n.encode(), *lines]) + b"\n\n" + note
        good = again == proof and climb(leaf, int(n), size, lines) == root
        require(good, f"entry {n} is not shown to be in the signed state of {folder}")
        if f"{folder}{n}.told" in self.sums:
            good = entry[4] is not None and self.sums[f"{folder}{n}.told"] == entry[4].decode()
            require(good, f"{folder}{n}.told is not what the entry commits to")
        kind = "originals" if entry[5] == b"receive" else "redacted"
        for name in sorted(self.sums):
            if name.startswith(f"{folder}{n}.") and name.endswith(".row") and name.count("/") == 2:
                self.check_row(f"{folder}{n}", name[len(folder) + len(n) + 1 : -len(".row")], entry[3].decode(), kind)

    def check_row(self, entry: str, i: str, rows: str, kind: str) -> None:
        require(re.fullmatch(NUMBER.decode(), i), f"{entry}.{i}.row has no number or no proof")
        line, proof = self.read(f"{entry}.{i}.row"), self.read(f"{entry}.{i}.row-proof")
        row = whole(ROW, line, f"{entry}.{i}.row is no row in its one form")
        says = f"row {i} is not shown to be in {entry}"
        found = whole(re.compile(rb"row %s\nrows (%s)\n((?:.+\n)*)" % (i.encode(), NUMBER)), proof, says)
        node = climb(line, int(i), int(found[1]), found[2].split(b"\n")[:-1])
        require(node is not None and node.hex() == rows, says)
        if f"{entry}.{i}.name" in self.sums:
            good = self.sums[f"{entry}.{i}.name"] == row[2].decode()
            require(good, f"{entry}.{i}.name is not what the row commits to")
        sha = row[3].decode()
        form = re.compile(rf"data/{kind}/{sha}(\.[a-z0-9]{{1,5}})?")
        files = [name for name in self.named.get(sha, []) if form.fullmatch(name)]
        good = len(files) == 1 and (self.root / files[0]).stat().st_size == int(row[1])
        require(good, f"the file of row {i} of {entry} is not in data/{kind}")
        self.proved.add(files[0])
        self.says.append(f"{files[0]}\n    is row {i} of {entry}.entry")

    def check_all_proved(self) -> None:
        require(self.proved, "it proves no file")
        data = {name for name in self.sums if name.startswith("data/") and name != "data/dossier.json"}
        require(data == self.proved, "a file in data/ is proved by no entry")


def state_in(content: bytes, text: bytes) -> bytes | None:
    """The three lines of a checkpoint of the same log as `text`, wherever they stand; None where there is none."""
    lines, origin = content.split(b"\n"), text.split(b"\n")[0]
    at = lines.index(origin) if origin in lines else len(lines)
    return b"\n".join(lines[at : at + 3]) + b"\n" if at < len(lines) else None


def compared(package: Package, logs: dict[str, tuple[str, bytes]], keys: list[str], held: list[bytes]) -> bool:
    """Whether every log is one that the stranger named, by its key or by a checkpoint."""
    matches = set()
    for log, (fingerprint, text) in logs.items():
        if f"SHA256:{fingerprint}" in keys:
            matches.add(log)
        elif keys:
            package.says.append(f"the key of log {log} is NOT one that you named")
        for other in filter(None, (state_in(whole_file, text) for whole_file in held)):
            if other == text:
                matches.add(log)
            else:
                same = other.split(b"\n")[1:2] == text.split(b"\n")[1:2]
                rewritten = "is another state of the same size: one of the two was rewritten"
                require(not same, f"your checkpoint of log {log} {rewritten}")
                package.says.append(f"your checkpoint of log {log} is of another size and was not compared")
    return matches == set(logs)


def stamped(package: Package, roots: list[str]) -> bool:
    """Whether every time stamp, and one at least, is by an authority that the stranger named."""
    for root in sorted(package.roots - set(roots)):
        package.says.append(f"root {root} is NOT one that you named")
    if not package.roots:
        package.says.append("no time stamp is in this package")
    return bool(package.roots) and package.roots <= set(roots)


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks an evidence package.")
    parser.add_argument("--key", action="append", default=[], metavar="SHA256:HEX")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE")
    parser.add_argument("--tsa", action="append", default=[], metavar="SHA256:HEX")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked = parser.parse_args()
    say = sys.stdout.write
    try:
        if not all(re.fullmatch("SHA256:[0-9a-f]{64}", key) for key in asked.key + asked.tsa):
            raise OSError("--key and --tsa take SHA256: and 64 small hex digits")
        if not asked.folder.is_dir():
            raise OSError("there is no such folder")
        held = [path.read_bytes() for path in asked.checkpoint]
        package = Package(asked.folder)
        package.check_files()
        package.check_issuer()
        logs = {log: package.check_log(log) for log in package.logs()}
        package.check_all_proved()
        match = compared(package, logs, asked.key, held)
        if asked.tsa and package.unchecked:
            raise OSError("time stamps are checked by openssl, and there is none")
        match = (not asked.tsa or stamped(package, asked.tsa)) and match
    except (Broken, ValueError) as error:
        say(f"BROKEN: {error}\n")
        return 1
    except OSError as error:
        say(f"CANNOT RUN: {error}\n")
        return 2
    say("".join(f"  {line}\n" for line in package.says))
    say("CONSISTENT: everything in this package agrees with everything else in it.\n")
    if match:
        say("ISSUED-MATCH: it comes from the holders of the keys or checkpoints that you named, ")
        say("and is unchanged since.\n")
    else:
        say("Anybody can make a package that is consistent. ")
        say("Compare the keys above with some from elsewhere (--key).\n")
    say("This says nothing about the content: not who filmed it, nor when, nor what it shows.\n")
    return 0 if match else 3


if __name__ == "__main__":
    sys.exit(main())
