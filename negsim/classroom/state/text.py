"""Text that students write: what hides, turns or piles up letters is taken out."""

import re
import unicodedata

FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Characters of letters and signs that show nothing."""
PILED = 3
"""How many marks may stand on one letter: more than any living script needs."""
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
"""Flags of regions, such as England's: a black flag with an invisible word."""
EMOJI = re.compile("[\U0001f000-\U0001faff]")
"""Pictures, with those that are newer than this Python knows."""
SCRIPT = r"[^\s\u0000-\u024f\u200c\u200d]"
JOINER = re.compile(f"(?<={SCRIPT})[\u200c\u200d](?={SCRIPT})")
"""Joiners and non-joiners within emoji, and between letters other than Latin ones, which never need them."""


def plain(text: str) -> str:
    """Return a text without the pictures and joiners that may be invisible and are meant."""
    return JOINER.sub("", EMOJI.sub("☺", FLAG.sub("☺", text)))


def is_hidden(character: str) -> bool:
    """Return whether a character shows nothing, or turns the direction of others."""
    return unicodedata.category(character)[0] == "C" or character in FILLERS


def can_be_seen(text: str) -> bool:
    """Return whether a text holds a letter, number or sign that shows."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in FILLERS for c in plain(text))


def unpiled(text: str) -> str:
    """Return a text in composed letters, with the marks that pile up on one letter taken off."""
    kept, marks = [], 0
    for character in unicodedata.normalize("NFC", text):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= PILED:
            kept.append(character)
    return "".join(kept)


def cleaned(text: str) -> str:
    """Return a text with what hides or turns its letters taken out; lines and emoji stay."""
    meant = {m.start() + i for p in (FLAG, JOINER) for m in p.finditer(text) for i in range(len(m[0]))}
    return unpiled("".join(c for i, c in enumerate(text) if c == "\n" or i in meant or not is_hidden(c)))
