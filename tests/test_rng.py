"""Chance is found by name: everybody has a stream of their own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.rng import _entropy, derive_seed, stream


def numbers(*name: object, seed: int = 1) -> list[float]:
    return stream(seed, *name).random(4).tolist()


def test_a_name_always_finds_the_same_chance():
    assert numbers("belief", "us") == numbers("belief", "us")
    assert numbers("belief", "us") == pytest.approx(
        [0.33277907, 0.03430921, 0.97019245, 0.18740923], abs=1e-8
    )


def test_other_names_and_seeds_find_other_chance():
    found = [
        numbers("belief", "us"),
        numbers("belief", "vietnam"),
        numbers("belief"),
        numbers("belief", "us", seed=2),
    ]

    assert len({tuple(values) for values in found}) == 4


def test_asking_one_stream_does_not_move_another():
    first = stream(1, "a")
    stream(1, "b").random(1000)

    assert first.random(4).tolist() == numbers("a")


def test_seeds_of_replications_differ_and_fit_into_sixty_three_bits():
    seeds = [derive_seed(20250402, "replication", r) for r in range(1000)]

    assert len(set(seeds)) == 1000
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert seeds[0] == derive_seed(20250402, "replication", 0)


@given(st.integers(0, 2**80), st.binary(min_size=12, max_size=12), st.sampled_from([bytes(4), b"\x01\0\0\0"]))
def test_the_words_of_a_key_are_those_that_numpy_would_write(seed, low, high):
    key = low + high
    ours = np.random.SeedSequence(_entropy(seed, key + bytes(16)))
    plain = np.random.SeedSequence([seed, int.from_bytes(key, "little")])

    assert ours.generate_state(4).tolist() == plain.generate_state(4).tolist()
