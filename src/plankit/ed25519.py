# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ed25519 keys (RFC 8032) in files, by the library ``cryptography``."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from plankit.errors import PlanError


class KeyRefused(PlanError):
    """A key file that is not used; ``code`` is ``no_key`` or ``open_key``."""


@dataclass(frozen=True)
class SigningKey:
    """A private key; ``public`` is the base64 of its 32 public bytes."""

    keyid: str
    public: str
    sign: Callable[[bytes], bytes]


def keyid_of(public: str) -> str:
    """The name of a public key: 16 hexadecimal digits of its SHA-256.

    ``public`` is base64; what is no key of 32 bytes is a ``KeyRefused``.
    """
    return hashlib.sha256(_raw(public)).hexdigest()[:16]


def checker(public: str) -> Callable[[bytes, bytes], bool]:
    """A function of ``(signature, bytes)`` that says whether this key signed them."""
    key = Ed25519PublicKey.from_public_bytes(_raw(public))

    def check(signature: bytes, message: bytes) -> bool:
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return check


def _raw(public: str) -> bytes:
    try:
        raw = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise KeyRefused(
            f"{public[:60]} is no public key of Ed25519: write the line that "
            "planctl keygen printed.",
            code="no_key",
        )
    return raw


def create(path: Path) -> SigningKey:
    """Make a key in a new file that its owner alone may read.

    A file that is there is a ``FileExistsError``: nothing is overwritten.
    """
    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(text)
    return _key(private)


def load(path: Path) -> SigningKey:
    """The key of a file in PEM that nobody but its owner may read or write.

    Refused: ``no_key`` (no such file, or no Ed25519 key), ``open_key`` (its mode).
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(10_000)
    except OSError as error:
        raise KeyRefused(
            f"{path} cannot be read ({error.strerror}): "
            "make a key with planctl keygen.",
            code="no_key",
        ) from None
    if mode & 0o077:
        raise KeyRefused(
            f"{path} may be read by others: chmod 600 {path}.", code="open_key"
        )
    try:
        private = serialization.load_pem_private_key(text, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyRefused(
            f"{path} holds no Ed25519 key: make one with planctl keygen.", code="no_key"
        )
    return _key(private)


def _key(private: Ed25519PrivateKey) -> SigningKey:
    raw = private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    public = base64.b64encode(raw).decode()
    return SigningKey(keyid_of(public), public, private.sign)
