"""YAML is plain data here: no tags, no aliases, no repeated keys, no surprises in values."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negsim.errors import ConfigError
from negsim.settings.yaml_file import MAX_BYTES, dump, parse, read

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.dates()
    | st.sampled_from(
        ["no", "010", "1e5", "1:30", "~", "", "=", "<<", "0x1f", "1_000", "2025-10-27", ".inf", "y"]
    )
)
data = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(data)
def test_what_is_written_is_read_back(value):
    assert parse(dump(value), "x.yaml") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e5", 100_000.0),
        ("5.", 5.0),
        (".5", 0.5),
        ("-2.5E-3", -0.0025),
        ("0x1f", 31),
        ("1_000", 1000),
        ("010", "010"),  # YAML 1.1 would say 8
        ("1:30", "1:30"),  # 90
        ("no", "no"),  # False: Norway is a country
        ("on", "on"),
        ("0b11", "0b11"),
        ("true", True),
        ("~", None),
        ("", None),
        ("2025-10-27", date(2025, 10, 27)),
        ("2025-10-27 10:00:00", "2025-10-27 10:00:00"),
        ("=", "="),
        ("'1'", "1"),
    ],
)
def test_values_mean_what_they_look_like(text, value):
    assert parse(f"key: {text}", "x.yaml") == {"key": value}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: 1\na: 2", "line 2: the key 'a' appears twice in one mapping"),
        ("a: {b: 1,\n  b: 2}", "line 2: the key 'b' appears twice in one mapping"),
        ("1: a\n0x1: b", "line 2: the key 1 appears twice in one mapping"),
        ("? [a]\n: 1", "line 1: a key must be a plain word"),
        ("? {a: b}\n: 1", "line 1: a key must be a plain word"),
        (
            "a: 1\nb: !!python/object:os.system {}",
            "line 2: the tag '!!python/object:os.system' is not allowed",
        ),
        ("!!python/name:os.system", "line 1: the tag '!!python/name:os.system' is not allowed"),
        ("!!set {a, b}", "line 1: the tag '!!set' is not allowed"),
        ("a: !!binary aGVsbG8=", "line 1: the tag '!!binary' is not allowed"),
        ("a: !!timestamp 2025-01-01", "line 1: the tag '!!timestamp' is not allowed"),
        ("a: !!str 5", "line 1: the tag '!!str' is not allowed; write plain values"),
        ("a: !mine 5", "line 1: the tag '!mine' is not allowed"),
        ("a: ! 5", "line 1: the tag '!' is not allowed"),
        ("!!omap [a: 1]", "line 1: the tag '!!omap' is not allowed"),
        ("a: &x 1\nb: 2", "line 1: anchors and aliases are not allowed; repeat the value"),
        ("a: 1\nb: *x", "line 2: anchors and aliases are not allowed; repeat the value"),
        ("&x {a: 1}", "line 1: anchors and aliases are not allowed; repeat the value"),
        ("a: 2025-13-45", "line 1: the value '2025-13-45' cannot be read: month must be in 1..12"),
        ("a: 1\nb: " + "9" * 5000, "line 2: the value '99999"),
        ("[" * 10_000, "line 1: nested more than 50 levels deep"),
        ("- " * 10_000, "line 1: nested more than 50 levels deep"),
        ("{a: " * 10_000, "line 1: nested more than 50 levels deep"),
        ("a: [1, 2", "line 1: not valid YAML here: expected ',' or ']'"),
        ("a: 'text", "line 1: not valid YAML here: found unexpected end of stream"),
        ("a:\n\tb: 1", "line 2: not valid YAML here: found character '\\t' that cannot start any token"),
        ("a: 1\n---\nb: 2", "line 2: not valid YAML here: but found another document"),
        ("a: \x00", "not valid YAML: unacceptable character #x0000"),
        ("a: \x1b[31m", "not valid YAML: unacceptable character #x001b"),
        ("a: @b", "line 1: not valid YAML here: found character '@' that cannot start any token"),
        ("%YAML 9.9\n---\na: 1", "line 1: not valid YAML here: found incompatible YAML document"),
    ],
)
def test_anything_else_is_refused_with_its_line(text, reason):
    with pytest.raises(ConfigError) as refusal:
        parse(text, "x.yaml")

    assert str(refusal.value).startswith(f"x.yaml: {reason}")
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_a_bomb_of_aliases_is_refused_before_it_grows():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )

    with pytest.raises(ConfigError, match="line 1: anchors and aliases"):
        parse(bomb, "x.yaml")


def test_fifty_levels_are_read():
    assert str(parse("[" * 50 + "]" * 50, "x.yaml")) == "[" * 50 + "]" * 50


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@,? \n\t\\0123.~"), max_size=60))
def test_any_text_is_data_or_one_sentence(text):
    refusal = "x.yaml: "
    try:
        parse(text, "x.yaml")
    except ConfigError as error:
        refusal = str(error)

    assert refusal.startswith("x.yaml: ")
    assert "\n" not in refusal


def test_files_are_read_as_utf_8(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffname: Hà Nội\n".encode())

    assert read(path) == {"name": "Hà Nội"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00a", "is not UTF-8 text"),
        (bytes(range(256)), "is not UTF-8 text"),
        (b"\x00\x01\x02", "not valid YAML: unacceptable character #x0000"),
        (b"#" * (MAX_BYTES + 1), "larger than 2,000,000 bytes; that is not a scenario"),
    ],
)
def test_files_that_are_no_text_are_refused(tmp_path, content, reason):
    path = tmp_path / "x.yaml"
    path.write_bytes(content)

    with pytest.raises(ConfigError) as refusal:
        read(path)
    assert str(refusal.value).startswith(f"{path}: {reason}")


def test_paths_that_are_no_file_are_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.yaml: cannot be read: No such file or directory"):
        read(tmp_path / "missing.yaml")
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        read(tmp_path)
    with pytest.raises(ConfigError, match=r"'.*x\\x00\.yaml': is not a path: embedded null byte"):
        read(tmp_path / "x\0.yaml")
    with pytest.raises(ConfigError, match="cannot be read: File name too long"):
        read(tmp_path / ("x" * 5000))


def test_an_empty_file_is_nothing(tmp_path):
    (tmp_path / "x.yaml").write_text("# only a comment\n")

    assert read(tmp_path / "x.yaml") is None


def test_one_object_twice_is_written_twice():
    day = date(2025, 10, 27)

    assert dump({"start": day, "end": day}) == "start: 2025-10-27\nend: 2025-10-27\n"
    assert dump({"b": [1], "a": "no"}) == "b:\n- 1\na: 'no'\n"


def test_times_of_day_are_not_dates():
    assert parse(dump({"at": str(datetime(2025, 10, 27, 10))}), "x.yaml") == {"at": "2025-10-27 10:00:00"}
