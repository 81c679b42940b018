"""Every error negsim raises on purpose.

NegsimError
├── ConfigError      a YAML file, a factor or a `--set` that cannot be used
├── UnknownName      a plug-in, scenario or metric nobody registered
├── DataError        a data table that is incomplete or does not add up
├── DomainError      a number outside the range in which an equation holds
├── IllegalMove      a move the mechanism does not allow in this state
└── ResultError      a result folder that cannot be read or written
"""


class NegsimError(Exception):
    """Root of the tree: catch this and you catch everything negsim refuses."""


class ConfigError(NegsimError):
    """A setting that cannot be used: says where, what was got and what is allowed."""


class UnknownName(NegsimError):
    """A name nobody registered: says which names exist and which is nearest."""


class DataError(NegsimError):
    """A data table that is incomplete or does not add up."""


class DomainError(NegsimError):
    """A number outside the range in which an equation holds."""


class IllegalMove(NegsimError):
    """A move that the mechanism does not allow in this state."""


class ResultError(NegsimError):
    """A result folder that cannot be read or written."""
