"""What is refused: an HTTP status and one sentence for the person who asked."""

from negsim.errors import NegsimError


class Refused(NegsimError):
    """A request that is refused; nothing was stored."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
