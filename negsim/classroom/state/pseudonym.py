"""Names of students: what may be typed, and the pseudonym that everybody else sees."""

from negsim.classroom.state.refusal import Refused
from negsim.classroom.state.text import can_be_seen, is_hidden, plain, unpiled

MAX_NAME = 40
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
    text = unpiled(" ".join(str(raw if isinstance(raw, str) else "").split()))
    if any(is_hidden(character) for character in plain(text)):
        raise Refused(422, "A name may not hold control, direction or invisible characters.")
    if text and not can_be_seen(text):
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
