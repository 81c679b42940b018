"""Codes that people type and identifiers that they do not, from the operating system's chance."""

import os

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Characters of codes: none that looks like another (0 O, 1 I L, U V)."""
CODE_LENGTH = 6
REJOIN_LENGTH = 8
TOKEN_BYTES = 16


def draw(length: int) -> str:
    """Return a random code of this length."""
    text = ""
    while len(text) < length:
        byte = os.urandom(1)[0]
        if byte < 256 - 256 % len(ALPHABET):  # every character equally likely
            text += ALPHABET[byte % len(ALPHABET)]
    return text


def spell(digest: bytes, length: int) -> str:
    """Return a code that stands for a digest."""
    number = int.from_bytes(digest, "big")
    text = ""
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        text += ALPHABET[rest]
    return text


def clean(text: object) -> str:
    """Return what somebody typed as a code: upper case, without blanks and dashes."""
    return "".join(str(text)[:40].upper().replace("-", "").split())


def identifier() -> str:
    """Return an identifier nobody has to type."""
    return os.urandom(8).hex()


def token() -> str:
    """Return an instructor's token: 128 random bits, in groups of four to be typed."""
    number = spell(os.urandom(TOKEN_BYTES), 26)
    return "-".join(number[i : i + 4] for i in range(0, len(number), 4))
