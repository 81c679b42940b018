"""Count product code against another revision: `python benchmarks/count.py REV`.

Product code is every line of `negsim/` that is not blank: Python with its docstrings, the classroom's
scripts, styles and templates. Two things do not count: the laws of plug-ins, which used to be tests, and what
commits with the trailer `Kind: repair` added on balance, since a wrong result must not be kept to save lines.
"""

import argparse
import re
import subprocess
from collections import Counter
from pathlib import Path, PurePosixPath

HOME = Path(__file__).parents[1]
CODE = (".py", ".js", ".css", ".html")
LAWS = "negsim/validation/conformance/"


def git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=HOME, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: nothing found
        raise SystemExit(f"count: git {words[0]}: {' '.join(done.stderr.split())}")
    return done.stdout.splitlines()


def counts(path: str) -> bool:
    return path.startswith("negsim/") and path.endswith(CODE) and not path.startswith(LAWS)


def folder(path: str) -> str:
    return PurePosixPath(path).parts[1].removesuffix(".py")


def lines(revision: str = "") -> Counter[str]:
    """Return folder -> lines that are not blank, of a revision or of the files as they are."""
    found: Counter[str] = Counter()
    where = ["-e", "[^[:space:]]", revision] if revision else ["--untracked", "-e", "[^[:space:]]"]
    for line in git("grep", "--count", *where, "--", "negsim"):
        path, _, number = line.removeprefix(f"{revision}:").rpartition(":")
        if counts(path):
            found[folder(path)] += int(number)
    return found


def repairs(revision: str) -> Counter[str]:
    """Return folder -> lines that repairs since a revision added, less those they removed."""
    found: Counter[str] = Counter()
    patches = ["log", "--no-merges", "--format=", "--patch", "--unified=0", "--grep=^Kind: repair"]
    path = ""
    for line in git(*patches, f"{revision}..HEAD", "--", "negsim"):
        if line.startswith("diff --git "):
            path = line.rpartition(" b/")[2]
        elif re.match(r"[+-]\s*\S", line) and not line.startswith(("+++ ", "--- ")) and counts(path):
            found[folder(path)] += 1 if line[0] == "+" else -1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Count product code against another revision.")
    parser.add_argument("revision", metavar="REV")
    revision = parser.parse_args().revision
    git("rev-parse", "--verify", "--quiet", revision) or parser.error(f"there is no revision {revision}")
    before, now, repaired = lines(revision), lines(), repairs(revision)

    print(f"{'folder':14}{revision[:9]:>10}{'now':>10}{'repairs':>10}{'change':>10}")
    for name in [*sorted({*before, *now}), "all"]:
        old, new, mended = (c.total() if name == "all" else c[name] for c in (before, now, repaired))
        print(f"{name:14}{old:10,}{new:10,}{mended:10,}{new - mended - old:+10,}")


if __name__ == "__main__":
    main()
