"""The show's key: who signs for it, as a file that only its owner can read or as a call to a key store.

A key that is not there is made: a P-256 key and a certificate for it, issued by a root whose own key is
thrown away at once, so that nothing else can ever be issued in the show's name. A studio with a certificate
of its own puts it in the same two files, or hands in a callback for its KMS or HSM.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from secondunit.ground.disk import write_whole
from secondunit.ground.locks import locked
from secondunit.media.whole import storage_error
from secondunit.wire.errors import NoRights, ProvenanceError

KEY_FILE, CHAIN_FILE = "signing.key", "signing.pem"
YEARS = 10
#: The bytes of each half of a signature.
HALF = 32

#: Takes bytes and gives the ES256 signature of them: r and s, 32 bytes each.
SignBytes = Callable[[bytes], bytes]


@dataclass(frozen=True)
class ShowKey:
    """What signs for a show: `sign` gives ES256 signatures, `chain` (PEM) is its certificate and issuers."""

    sign: SignBytes
    chain: str

    @property
    def root(self) -> str:
        """The PEM of the chain's last certificate, which whoever verifies has to trust."""
        return _pem(_certificates(self.chain)[-1])

    def verified(self, statement: bytes, signature: bytes) -> bool:
        """Whether this key signed a statement."""
        return verified(self.chain, statement, signature)


def show_key(folder: Path, show: str) -> ShowKey:
    """The key of a show in a folder, made when there is none.

    Raises `NoRights` when others can read the key and that cannot be changed, `ProvenanceError` when it is
    not a P-256 key or not that of the certificate.
    """
    key_file = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(folder / ".keys.lock"):
            if not key_file.exists():
                _make(folder, show)
        _close_to_others(key_file)
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        chain = (folder / CHAIN_FILE).read_text("ascii")
        public = _certificates(chain)[0].public_key()
    except OSError as problem:
        raise storage_error(problem, key_file) from problem
    except (ValueError, TypeError, IndexError):
        raise _unusable("cannot be read", key_file) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise _unusable("is not a P-256 key", key_file)
    if public != key.public_key():
        raise _unusable("is not the one its certificate is for", key_file)

    def sign(data: bytes) -> bytes:
        r, s = utils.decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")

    return ShowKey(sign, chain)


def chain_of(folder: Path) -> str:
    """The certificates of a show, empty where it has none; needs no right to the key."""
    try:
        return (folder / CHAIN_FILE).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def root_of(chain: str) -> str:
    """The PEM of a chain's last certificate, empty for an empty chain; raises `ProvenanceError`."""
    if not chain:
        return ""
    try:
        return _pem(_certificates(chain)[-1])
    except (ValueError, IndexError):
        raise ProvenanceError("The show's certificates cannot be read.") from None


def verified(chain: str, statement: bytes, signature: bytes) -> bool:
    """Whether the key of a chain's first certificate signed a statement (ES256)."""
    public = _certificates(chain)[0].public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or len(signature) != 2 * HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:HALF], signature[HALF:]))
    try:
        public.verify(utils.encode_dss_signature(r, s), statement, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _make(folder: Path, show: str) -> None:
    root, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name(show, "root"), _name(show, "Second Unit")
    issued = _certificate(issuer, issuer, root.public_key(), root, authority=True)
    own = _certificate(subject, issuer, key.public_key(), root, authority=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_whole(folder / CHAIN_FILE, (_pem(own) + _pem(issued)).encode(), 0o644)
    write_whole(folder / KEY_FILE, private, 0o600)


def _certificate(subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey,
                 signer: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:  # fmt: skip
    """As the C2PA specification 2.x wants it (14.5.1): v3, key usage, an extended use, key identifiers."""
    now, issued_by = datetime.now(UTC), signer.public_key()
    usage = x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject).issuer_name(issuer).public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issued_by), critical=False)
    )  # fmt: skip
    if not authority:
        extended = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(extended, critical=False)
    return builder.sign(signer, hashes.SHA256())


def _name(show: str, role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, show[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{role}, show {show}"[:64]),
        ]
    )


def _certificates(chain: str) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(chain.encode())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _close_to_others(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        try:
            path.chmod(0o600)
        except OSError:
            raise NoRights(
                "Others can read the show's signing key.",
                remedy="Take the file away from them: chmod 600.",
                where=str(path),
            ) from None


def _unusable(fault: str, path: Path) -> ProvenanceError:
    return ProvenanceError(
        f"The show's signing key {fault}.",
        remedy=f"Put a PEM P-256 key in {KEY_FILE} and its certificates in {CHAIN_FILE}.",
        where=str(path),
    )
