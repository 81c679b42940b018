"""Write golden_negmas.json from our own runs that agree with the real NegMAS, which must be installed.

Run it from the root of the repository: python -m tests.interop.make_golden
"""

import json
from pathlib import Path

from negsim.interop.negmas import play
from tests.interop.domains import Case, case
from tests.interop.test_negmas_live import both

GOLDEN = Path(__file__).with_name("golden_negmas.json")
NUMBERS = range(5000, 5032)


def small(number: int) -> Case:
    """Return the first domain for this pair and opener that fits on a page."""
    while True:
        candidate = case(number, largest=3)
        if candidate.utilities[0].size <= 12 and candidate.rounds <= 12:
            return candidate
        number += 32


def record(talks: Case) -> dict[str, object]:
    """Return one negotiation as JSON; a reservation value of none is null."""
    ours, theirs = both(talks.arguments())
    if ours != theirs:
        raise SystemExit(f"differs from NegMAS, nothing written: {talks}")
    return {
        "utilities": [utility.tolist() for utility in talks.utilities],
        "reservations": [None if r == -float("inf") else r for r in talks.reservations],
        "strategies": talks.strategies,
        "rounds": talks.rounds,
        "opener": talks.opener,
        "agreement": ours[0],
        "rounds_begun": ours[1],
        "trace": ours[2],
        "end_state": play(*talks.arguments()).end_state,
    }


if __name__ == "__main__":
    records = [record(small(number)) for number in NUMBERS]
    lines = ",\n".join(json.dumps(entry) for entry in records)
    GOLDEN.write_text(f"[\n{lines}\n]\n")
    print(f"wrote {len(records)} negotiations to {GOLDEN}")
