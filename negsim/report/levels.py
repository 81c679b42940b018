"""Three levels of talks: experts clear up, ministers offer and answer, leaders meet and override."""

from collections.abc import Iterable, Iterator, Mapping

from negsim.bargaining.move import Entry, WorldEvent


def levels(transcript: Iterable[Entry], events: Mapping[str, str]) -> Iterator[str]:
    """Yield the level of each line: technical, ministers or leaders; empty for what others do.

    Parties move through their ministers, save for the text that a leader puts in the place of an agreement.

    Parameters
    ----------
    events : what an event is called -> at which level the parties meet in it, or empty
    """
    asked = False
    for entry in transcript:
        if isinstance(entry.move, WorldEvent):
            yield events.get(entry.move.kind, "")
            asked = bool(entry.move.reopened_by)
        else:
            yield "leaders" if asked else "ministers"
            asked = False
