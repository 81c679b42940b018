"""Frozen mappings: read like a dictionary, hashed by content, the same in another process."""

import pickle
from collections.abc import Mapping

import pytest

from negsim.settings.frozen import FrozenMapping, freeze


def test_a_frozen_mapping_reads_like_a_dictionary():
    levels = FrozenMapping({"steel": 0.1, "wood": 0.2})

    assert isinstance(levels, Mapping)
    assert (levels["wood"], list(levels), len(levels)) == (0.2, ["steel", "wood"], 2)
    assert {**levels} == levels == {"wood": 0.2, "steel": 0.1}
    assert repr(levels) == "FrozenMapping({'steel': 0.1, 'wood': 0.2})"


def test_equal_content_has_an_equal_hash_in_any_order():
    one, two = FrozenMapping(a=1, b=2), FrozenMapping(b=2, a=1)

    assert (one, hash(one)) == (two, hash(two))
    assert one != FrozenMapping(a=1, b=3)
    assert tuple(one.items()) != tuple(two.items())


def test_nobody_can_write_into_it():
    given = {"a": 1}
    frozen = FrozenMapping(given)
    given["a"] = 2

    assert frozen["a"] == 1
    with pytest.raises(TypeError):
        frozen["a"] = 2


def test_it_survives_a_copy_to_another_process():
    frozen = FrozenMapping(a=(1, 2))
    hash(frozen)

    assert pickle.loads(pickle.dumps(frozen)) == frozen


def test_plain_data_freeze_to_any_depth():
    frozen = freeze({"points": [{"a": [1, {}]}]})

    assert frozen == {"points": (FrozenMapping(a=(1, FrozenMapping())),)}
    assert isinstance(hash(frozen), int)


def test_what_cannot_be_hashed_has_no_hash():
    with pytest.raises(TypeError):
        hash(FrozenMapping(a=[1]))
