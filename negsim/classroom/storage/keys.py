"""Secrets of a data folder: the key that signs cookies, and the digest of the instructor's token."""

import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from negsim.classroom.storage.codes import REJOIN_LENGTH, clean, spell
from negsim.classroom.storage.private import keep_private
from negsim.errors import ResultError
from negsim.files import write

KEY_BYTES = 32
SIGNED_BY = {"key_derivation": "hmac", "digest_method": hashlib.sha256}


@dataclass(frozen=True)
class Keys:
    """Signs and checks; holds the key of one data folder."""

    key: bytes

    @classmethod
    def of(cls, folder: Path) -> "Keys":
        """Return the key of a folder, made at the first start and readable by its owner only.

        Raises
        ------
        ResultError : if the file holds no key: with less than a whole one cookies could be forged.
        """
        path = folder / "key"
        try:
            if not path.is_file():
                write(path, os.urandom(KEY_BYTES), mode=0o600)
            keep_private(path)
            key = path.read_bytes()
        except OSError as error:
            raise ResultError(f"{path}: cannot be read or made: {error.strerror or error}") from error
        if len(key) != KEY_BYTES:
            raise ResultError(
                f"{path}: a key has {KEY_BYTES} bytes, not {len(key)}; put it back from a copy, "
                "or delete it and start with --new-token"
            )
        return cls(key)

    def fingerprint(self) -> bytes:
        """Return by what the key is known again without telling it."""
        return self._digest("fingerprint", "")

    def sign(self, purpose: str, value: object) -> str:
        """Return a value as a text that only this key can have signed for this purpose, with its time."""
        return str(self._signer(purpose).dumps(value))

    def check(self, purpose: str, signed: str, seconds: int) -> Any:
        """Return the value of a signed text, or None if it is not ours or older than so many seconds."""
        try:
            return self._signer(purpose).loads(signed, max_age=seconds)
        except BadData:
            return None

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=purpose, signer_kwargs=SIGNED_BY)

    def rejoin_code(self, seat: str, epoch: int) -> str:
        """Return the code with which a seat is taken on another device; it changes with the epoch."""
        return spell(self._digest("rejoin", f"{seat}.{epoch}"), REJOIN_LENGTH)

    def is_rejoin_code(self, typed: str, seat: str, epoch: int) -> bool:
        """Return whether what was typed is the seat's code, in constant time."""
        return hmac.compare_digest(self.rejoin_code(seat, epoch).encode(), clean(typed).encode())

    def token_digest(self, token: str) -> bytes:
        """Return by what an instructor's token is known again.

        A token is 128 random bits, which nobody guesses however quick the digest is: so a flood of wrong ones
        costs little and keeps nobody out.
        """
        return self._digest("token", clean(token))

    def _digest(self, purpose: str, text: str) -> bytes:
        return hmac.digest(self.key, f"{purpose}:{text}".encode(), "sha256")
