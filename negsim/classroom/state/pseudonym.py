"""Names of students: what may be typed, and the pseudonym that everybody else sees."""

import re
import unicodedata

from negsim.classroom.state.refusal import Refused

MAX_NAME = 40
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Characters of letters and signs that show nothing."""
FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
"""Flags of regions, such as England's: a black flag with an invisible word."""
EMOJI = re.compile("[\U0001f000-\U0001faff]")
"""Pictures, with those that are newer than this Python knows."""
SCRIPT = r"[^\s\u0000-\u024f\u200c\u200d]"
JOINER = re.compile(f"(?<={SCRIPT})[\u200c\u200d](?={SCRIPT})")
"""Joiners and non-joiners within emoji, and between letters other than Latin ones, which never need them."""
COLOURS = (
    *("Amber", "Azure", "Coral", "Crimson", "Emerald", "Golden", "Indigo", "Ivory", "Jade", "Lilac"),
    *("Olive", "Pearl", "Plum", "Ruby", "Saffron", "Scarlet", "Silver", "Teal", "Topaz", "Violet"),
)
BIRDS = (
    *("Bulbul", "Crane", "Curlew", "Dove", "Egret", "Falcon", "Finch", "Heron", "Hoopoe", "Ibis"),
    *("Kestrel", "Lark", "Magpie", "Myna", "Oriole", "Osprey", "Pelican", "Plover", "Robin", "Starling"),
    *("Stork", "Swallow", "Swift", "Tern", "Thrush", "Wagtail", "Warbler", "Wren"),
)


def name(raw: object) -> str:
    """Return a display name: 1 to 40 characters of any language and emoji, none that hides something.

    Raises
    ------
    Refused : with what is allowed.
    """
    text = " ".join(str(raw if isinstance(raw, str) else "").split())
    text = unicodedata.normalize("NFC", text)
    plain = JOINER.sub("", EMOJI.sub("☺", FLAG.sub("☺", text)))
    if any(unicodedata.category(character)[0] == "C" or character in FILLERS for character in plain):
        raise Refused(422, "A name may not hold control, direction or invisible characters.")
    if text and not any(unicodedata.category(character)[0] in "LNPS" for character in plain):
        raise Refused(422, "A name needs a character that can be seen.")
    if not 1 <= len(text) <= MAX_NAME:
        raise Refused(422, f"A name has 1 to {MAX_NAME} characters; yours has {len(text)}.")
    return text


def pseudonym(number: int) -> str:
    """Return the pseudonym of the student who joined as this number, from 0; all differ up to 560."""
    colour = COLOURS[number % len(COLOURS)]
    bird = BIRDS[(3 * (number % len(COLOURS)) + number // len(COLOURS)) % len(BIRDS)]
    lap = number // (len(COLOURS) * len(BIRDS))
    return f"{colour} {bird}" + (f" {lap + 1}" if lap else "")
