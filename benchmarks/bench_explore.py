"""How fast the explorer answers on this machine: delays of sliders over HTTP beside a ping, and fifty talks.

    python benchmarks/bench_explore.py [--scenario X] [--answers N]

Starts the explorer in this process. Each answer turns one random knob of the scenario to a random value that
nobody has asked for before, as a hand on a slider does. Beside it stands a ping: a file of the page asked for
in between. What else the machine does falls on both.
"""

import argparse
import gzip
import random
import time
import urllib.error
import urllib.parse
import urllib.request

import numpy as np

from negsim.explore.instrument import Instrument
from negsim.explore.serve import start
from negsim.talks.scenario import load_scenario


def asked(link: str) -> tuple[float, int]:
    """Return the seconds that an answer took, and its bytes on the wire; a refusal counts too."""
    began = time.perf_counter()
    request = urllib.request.Request(link, headers={"accept-encoding": "gzip", "accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            size = len(answer.read())
    except urllib.error.HTTPError as refused:
        size = len(refused.read())
    return time.perf_counter() - began, size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="us_vietnam_2025")
    parser.add_argument("--answers", type=int, default=200)
    args = parser.parse_args()
    instrument = Instrument(load_scenario(args.scenario), args.scenario)
    luck = random.Random(1)
    link, stop = start(instrument)
    try:
        knobs = [knob for knob in instrument.knobs.values() if not knob.choices]
        first = [asked(f"{link}/{path}")[1] for path in ("", "answer")]
        answers, pings = [], []
        for _ in range(args.answers):
            knob = luck.choice(knobs)
            value = knob.low + (knob.high - knob.low) * luck.random()
            value = round(value) if knob.step == 1 else round(value, 4)
            answers.append(asked(f"{link}/answer?{urllib.parse.urlencode({knob.path: value})}")[0])
            pings.append(asked(f"{link}/static/element.js")[0])
        talks = [asked(f"{link}/talks?n=50&seed={1 + 50 * k}")[0] for k in range(5)]
    finally:
        stop()
    static = sum(len(gzip.compress(path.read_bytes())) for path in _static())
    print(f"{args.scenario}: {instrument.base.world.space.n:,} outcomes, {len(answers)} answers")
    for name, taken in (("answer", answers), ("ping", pings)):
        low, high = np.percentile(np.array(taken) * 1e3, [50, 95])
        print(f"{name:8s} median {low:6.1f} ms   p95 {high:6.1f} ms")
    print(f"50 talks median {np.median(talks):5.2f} s   most {max(talks):5.2f} s")
    print(f"first page with its first answer: {(sum(first) + static) / 1e3:.1f} kB on the wire")


def _static() -> list:
    from negsim.explore.app import HERE

    return list((HERE / "static").iterdir())


if __name__ == "__main__":
    main()
