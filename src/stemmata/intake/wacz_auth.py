"""The signature of a WACZ: WACZ Signing and Verification 0.1.0 (specs.webrecorder.net/wacz-auth/0.1.0).

Over the text of the hash of the list, by ECDSA with SHA-256: either under a key that stands beside it and names nobody,
or under the key of a domain's TLS certificate, with an RFC 3161 token over the text of that signature. Signatures are
DER or, as browsers make them, two numbers one after the other.
"""

import base64
import binascii
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import new, sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from stemmata.intake.bag import shown
from stemmata.model.canonical import Plain
from stemmata.model.inspected import Findings, Inspected, Signer
from stemmata.model.plain import text
from stemmata.model.signed import Verdict
from stemmata.preserve.timestamp import IMPRINTS, read_stamp
from stemmata.preserve.token_check import Trust, check_token, existed_by

SHARED = frozenset({"hash", "created", "software", "version", "signature"})
ANONYMOUS = SHARED | {"publicKey"}
DOMAIN = SHARED | {"domain", "domainCert", "timeSignature", "timestampCert", "crossSignedCert"}
NEEDED = {
    ANONYMOUS: ("hash", "signature", "publicKey"),
    DOMAIN: ("hash", "created", "signature", "domain", "domainCert", "timeSignature", "timestampCert"),
}
APART = timedelta(minutes=10)
"""Between `created` and the time stamp: step 7 of the specification."""
CURVES = {"secp256r1": 32, "secp384r1": 48}
"""P-256 and P-384, and the bytes of one number of a signature."""

UNREADABLE = (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm)


def with_signature(found: Inspected, signed: Mapping[str, Plain], trust: Trust | None, now_us: int) -> Inspected:
    """`found`, with what `signed` (signedData) adds to it. Never raises for what it holds."""
    checks = Findings()
    proved: list[str] = []
    lacks: list[str] = []
    signer = None
    try:
        signer = _check(signed, trust, now_us, checks, proved, lacks)
    except (ValueError, *UNREADABLE) as error:
        checks.fail(f"Its signature cannot be read: {shown(str(error))}.")
    except LookupError as error:
        checks.cannot(f"Its signature could not be checked: {error.args[0]}.")
    worst = max(found.verdict, checks.verdict, key=(Verdict.OK, Verdict.UNCHECKED, Verdict.FAILED).index)
    whole = found.verdict is Verdict.OK and checks.verdict is not Verdict.FAILED
    return replace(
        found,
        verdict=worst,
        reasons=found.reasons + checks.reasons,
        proved=found.proved + (tuple(proved) if whole else ()),
        not_proved=tuple(lacks) + found.not_proved,
        notes=found.notes + checks.notes,
        signer=signer,
    )


def _check(
    signed: Mapping[str, Plain],
    trust: Trust | None,
    now_us: int,
    checks: Findings,
    proved: list[str],
    lacks: list[str],
) -> Signer:
    form = next((one for one in (ANONYMOUS, DOMAIN) if signed.keys() <= one), None)
    missing = [] if form is None else [one for one in NEEDED[form] if one not in signed]
    if form is None or missing:
        odd = missing or sorted(signed.keys() - DOMAIN) or ["both a key and a certificate"]
        raise LookupError(f"it has not a form of wacz-auth 0.1.0 ({shown(', '.join(odd))})")
    if form is ANONYMOUS:
        key = _of_known_curve(load_der_public_key(_bytes(signed["publicKey"])))
        if _holds(key, signed, checks):
            proved.append(f"Its list was signed by whoever holds the key {_fingerprint(key)}.")
        lacks.append("The key names nobody: compare it with one that the signer gave you by another way.")
        lacks.append("It has no time stamp: when it was signed is only said.")
        return Signer.UNKNOWN
    return _check_domain(signed, trust, now_us, checks, proved, lacks)


def _check_domain(
    signed: Mapping[str, Plain],
    trust: Trust | None,
    now_us: int,
    checks: Findings,
    proved: list[str],
    lacks: list[str],
) -> Signer:
    chain = _certificates(signed["domainCert"])
    domain, leaf = text(signed["domain"]), chain[0]
    whole = _holds(_of_known_curve(leaf.public_key()), signed, checks)
    if not {domain.lower(), f"*.{domain.lower().partition('.')[2]}"} & {one.lower() for one in _domains(leaf)}:
        checks.fail(f"Its certificate is not of the domain that it names: {shown(domain)}.")
    stamp = read_stamp(_bytes(signed["timeSignature"]))
    algorithm = IMPRINTS.get(stamp.algorithm)
    if algorithm is None:
        raise LookupError("its time stamp is over a hash that is not known here")
    digest = new(algorithm, text(signed["signature"]).encode(), usedforsecurity=False).digest()
    pem = text(signed["timestampCert"]).encode()
    stamped = check_token(_bytes(signed["timeSignature"]), stamp, digest, trust, now_us, [pem])
    for note in stamped.notes:
        checks.note(note)
    if stamped.verdict is Verdict.OK:
        proved.append(existed_by(stamp, stamped, "The signature"))
    elif stamped.verdict is Verdict.FAILED:
        checks.fail(f"Its time stamp does not hold: {stamped.why}.")
    else:
        checks.cannot(f"Of its time stamp: {stamped.why}.")
    at = datetime.fromtimestamp(stamp.time_us / 1e6, UTC)
    if abs(at - _created(signed["created"])) > APART:
        checks.fail("It says that it was made more than 10 minutes from its time stamp.")
    if not leaf.not_valid_before_utc <= at <= leaf.not_valid_after_utc:
        checks.fail("Its certificate was not valid at the time of the stamp.")
    vouched = whole and _is_vouched_for(domain, chain, trust, at, checks, proved, lacks)
    if "crossSignedCert" in signed:
        checks.note("It has a second certificate (crossSignedCert), which was not judged.")
    lacks.append("Whether a certificate was withdrawn was not asked: nothing was fetched.")
    return Signer.TRUSTED if vouched and stamped.trusted else Signer.UNKNOWN


def _is_vouched_for(
    domain: str,
    chain: list[x509.Certificate],
    trust: Trust | None,
    at: datetime,
    checks: Findings,
    proved: list[str],
    lacks: list[str],
) -> bool:
    if trust is None:
        proved.append(f"Its list was signed under a certificate that names {shown(domain)} (signer unknown).")
        lacks.append(
            "The certificate was judged against nothing, and anyone can make one: name what you trust (--trust)."
        )
        return False
    try:
        policy = PolicyBuilder().store(Store(list(trust.certificates))).time(at.replace(tzinfo=None))
        policy.build_server_verifier(x509.DNSName(domain)).verify(chain[0], chain[1:])
    except (VerificationError, ValueError) as error:
        checks.cannot(f"Signer unknown: nothing in {trust.name} vouches for its certificate.")
        checks.note(f"Of the certificate: {shown(str(error))}.")
        return False
    proved.append(f"Its list was signed under a certificate of {shown(domain)}, for which {trust.name} vouches.")
    return True


def _of_known_curve(key: object) -> ec.EllipticCurvePublicKey:
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name not in CURVES:
        raise LookupError("its key is not of P-256 or P-384")
    return key


def _holds(key: ec.EllipticCurvePublicKey, signed: Mapping[str, Plain], checks: Findings) -> bool:
    signature, size = _bytes(signed["signature"]), CURVES[key.curve.name]
    if len(signature) == 2 * size:
        numbers = (int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))
        signature = utils.encode_dss_signature(*numbers)
    try:
        key.verify(signature, text(signed["hash"]).encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        checks.fail("Its signature does not hold.")
        return False
    return True


def _bytes(value: Plain) -> bytes:
    try:
        return base64.b64decode(text(value), validate=True)
    except binascii.Error as error:
        raise ValueError("a value is no base64") from error


def _certificates(value: Plain) -> list[x509.Certificate]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificates(text(value).encode())


def _domains(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return names.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        return [str(one.value) for one in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]


def _created(value: Plain) -> datetime:
    made = datetime.fromisoformat(text(value))
    return made if made.tzinfo is not None else made.replace(tzinfo=UTC)


def _fingerprint(key: ec.EllipticCurvePublicKey) -> str:
    return f"SHA256:{sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()}"
