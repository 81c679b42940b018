"""How settings are declared: default, range, unit, what stands behind the number, and help, beside the type.

The checker of scenario files, `negsim schema`, `negsim list` and the docs are made from these declarations.
"""

import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from inspect import get_annotations
from typing import Any, Literal

from negsim.settings.frozen import FrozenMapping

Status = Literal["data", "literature", "assumption", "design"]
"""What stands behind a number: a published figure or a law; a value of the literature; our judgement, to be
swept over its range; or nothing, since it makes no claim about the world (how many ticks, which exponent)."""
Limit = float | Callable[[], float] | None
"""End of a range; a function where a table decides it."""
NOT_A_SETTING: Mapping[str, Any] = {"setting": False}
"""Metadata of a field that no file sets."""


def setting(
    default: Any = MISSING,
    *,
    help: str,
    unit: str | None = None,
    status: Status | None = None,
    source: str = "",
    plausible: tuple[float, float] | None = None,
    ge: Limit = None,
    gt: Limit = None,
    le: Limit = None,
    lt: Limit = None,
    plugin: str | None = None,
    follows: Callable[..., Any] | None = None,
    packaged: Callable[[], Collection[str]] | None = None,
    choices: Callable[[], Sequence[str]] | None = None,
    word: bool = False,
    own_names: bool = False,
) -> Any:
    """Declare one field of a frozen dataclass that is read from YAML.

    Parameters
    ----------
    default : value when the key is missing; without one the key is required
    help : one line that says what the setting does
    unit : unit of the value, empty where a number has none; None: not said, as for names
    status : what stands behind a number; default: `setting_status` of the class, if that says it for all
    source : where the number is from, in a few words; for an assumption, what speaks for it
    plausible : what to sweep it over, where that is narrower than what is allowed
    ge, gt, le, lt : allowed range, as in ``>=  >  <=  <``
    plugin : kind of plug-in whose registered names the value chooses from
    follows : values of the fields before this one -> plain data that holds if the key is missing; of a
        mapping of plug-ins: (those values, name, class) -> settings of that entry that hold if missing
    packaged : marks a path, and returns the names that mean something packaged instead
    choices : returns the texts that may stand here, where a table decides them
    word : whether it is a name that must be able to stand in paths and columns
    own_names : whether a plug-in in a mapping may stand under its own name without a type, and null for none
    """
    limits = {"ge": ge, "gt": gt, "le": le, "lt": lt}
    metadata = {
        "help": help,
        "unit": unit,
        "status": status,
        "source": source,
        "plausible": plausible,
        "plugin": plugin,
        "follows": follows,
        "packaged": packaged,
        "choices": choices,
        "word": word,
        "own_names": own_names,
        "limits": {name: limit for name, limit in limits.items() if limit is not None},
    }
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=FrozenMapping(default) if isinstance(default, dict) else default, metadata=metadata)


@dataclass(frozen=True)
class Declared:
    """A field as it was declared: what may stand under a key, and what holds without it."""

    field: Field[Any]
    hint: Any
    owner: type
    """The class in whose body it stands."""

    @property
    def name(self) -> str:
        """The key."""
        return self.field.name

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What `setting` was told."""
        return self.field.metadata

    @property
    def help(self) -> str:
        """What the setting does."""
        return str(self.metadata.get("help", self.name))

    @property
    def is_number(self) -> bool:
        """Whether a number stands here, or numbers in a list or under names."""
        return not self.plugin and is_number_type(self.hint)

    @property
    def status(self) -> str:
        """What stands behind its number, or nothing if that was not said."""
        return str(self.metadata.get("status") or getattr(self.owner, "setting_status", ""))

    @property
    def provenance(self) -> str:
        """What stands behind its number in a few words, e.g. ``assumption, 0 to 2: one case``."""
        if self.status in ("", "design"):
            return ""
        plausible, source = self.metadata.get("plausible"), self.metadata.get("source")
        swept = ", {:g} to {:g}".format(*plausible) if plausible else ""
        return f"{self.status}{swept}{f': {source}' if source else ''}"

    @property
    def meaning(self) -> str:
        """What the setting does, and what stands behind its number."""
        return f"{self.help} ({self.provenance})" if self.provenance else self.help

    @property
    def has_default(self) -> bool:
        """Whether the class has a value for a missing key."""
        return self.field.default is not MISSING or self.field.default_factory is not MISSING

    @property
    def default(self) -> Any:
        """The value of the class for a missing key."""
        factory = self.field.default_factory
        return self.field.default if factory is MISSING else factory()

    @property
    def plugin(self) -> str | None:
        """Kind of plug-in that stands here."""
        return self.metadata.get("plugin")

    @property
    def named_plugins(self) -> bool:
        """Whether it is a mapping of names to plug-ins."""
        return bool(self.plugin) and is_mapping_type(self.hint)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Types that may stand here, or for each name: the members of a union, `None` left out."""
        hint = typing.get_args(self.hint)[1] if is_mapping_type(self.hint) else self.hint
        members = typing.get_args(hint) if is_union(hint) else (hint,)
        return tuple(member for member in members if member is not type(None))

    @property
    def classes(self) -> tuple[type[Any], ...]:
        """Classes one of which a plug-in must be; of one that is chosen, what it is a choice of."""
        inner = [typing.get_args(part) or (part,) for part in self.parts]
        return tuple(cls for found in inner for one in found for cls in (typing.get_args(one) or (one,)))

    @property
    def optional(self) -> bool:
        """Whether null may stand here."""
        return is_union(self.hint) and type(None) in typing.get_args(self.hint)


@cache
def declared_fields(cls: Any) -> Mapping[str, Declared]:
    """Return key -> declaration of every setting of a dataclass."""
    hints = typing.get_type_hints(cls)
    settings = (f for f in fields(cls) if f.init and f.metadata.get("setting", True))
    return {f.name: Declared(f, _chosen_from(f, hints[f.name]), _owner(cls, f.name)) for f in settings}


def _owner(cls: type, name: str) -> type:
    """Return the class that declares a field: this one, or the nearest it inherits from."""
    return next((base for base in cls.__mro__ if name in get_annotations(base)), cls)


def _chosen_from(declared: Field[Any], hint: Any) -> Any:
    """Return the type of a field, narrowed to its choices if a table decides them."""
    choices = declared.metadata.get("choices")
    if not choices:
        return hint
    narrowed: Any = typing.Literal[tuple(choices())]
    return narrowed | None if type(None) in typing.get_args(hint) else narrowed


def bounds(metadata: Mapping[str, Any]) -> dict[str, float]:
    """Return the range that a setting was declared with, as numbers."""
    limits: Mapping[str, Any] = metadata.get("limits", {})
    return {name: limit() if callable(limit) else limit for name, limit in limits.items()}


def is_mapping_type(hint: Any) -> bool:
    """Return whether a type is that of a mapping."""
    return typing.get_origin(hint) in (dict, Mapping)


def is_union(hint: Any) -> bool:
    """Return whether a type is a union of others."""
    return typing.get_origin(hint) in (typing.Union, types.UnionType)


def is_number_type(hint: Any) -> bool:
    """Return whether a type is that of a number or null, or of a list or mapping of numbers."""
    if is_mapping_type(hint):
        return is_number_type(typing.get_args(hint)[1])
    inner = [part for part in typing.get_args(hint) if part not in (Ellipsis, type(None))]
    if is_union(hint) or typing.get_origin(hint) is tuple:
        return bool(inner) and all(map(is_number_type, inner))
    return hint in (int, float)
