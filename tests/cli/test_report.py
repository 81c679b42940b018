import pytest

from tests.commands import negsim, tree


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    home = tmp_path_factory.mktemp("report")
    return negsim("run", "mini", "--replications", 2, "--out", home, "--quiet").out.strip()


def test_a_page_is_written_into_the_folder_or_where_it_is_asked_for(folder, tmp_path):
    said = negsim("report", folder, columns=200)
    other = negsim("report", folder, "-o", tmp_path / "new" / "page.html", "--lang", "vi")

    assert (said.code, said.out, said.err) == (0, f"Written: {folder}/report.html\n", "")
    assert other.code == 0
    assert '<html lang="vi">' in (tmp_path / "new" / "page.html").read_text(encoding="utf-8")


def test_two_folders_are_compared(folder, tmp_path):
    other = negsim(
        "run", "mini", "--replications", 2, "--set", "no_deal.credibility=0.9", "--out", tmp_path, "--quiet"
    ).out.strip()
    said = negsim("report", folder, other, "-o", tmp_path / "two.html")

    assert said.code == 0, said.err
    assert 'id="comparison"' in (tmp_path / "two.html").read_text(encoding="utf-8")


def test_what_is_no_finished_folder_is_refused_and_nothing_is_written(tmp_path):
    (tmp_path / "begun").mkdir()
    (tmp_path / "begun" / "plan.json").write_text("{}")
    before = tree(tmp_path)
    nothing, begun = negsim("report", tmp_path), negsim("report", tmp_path / "begun")

    assert (nothing.code, begun.code) == (2, 2)
    assert nothing.err.count("\n") == begun.err.count("\n") == 1
    assert "is not a finished result folder" in nothing.err
    assert "the command that began it goes on from there" in begun.err
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--lang", "de"], "unknown language 'de'. Known: en, vi"),
        (["{0}"], "are results of the same configuration"),
        (["-o", ""], "a page is a file that ends in .html"),
        (["-o", "{0}/runs.parquet"], "a page is a file that ends in .html"),
    ],
)
def test_refusals_are_one_sentence(folder, words, expected):
    said = negsim("report", folder, *(word.format(folder) for word in words))

    assert (said.code, said.out) == (2, "")
    assert expected in said.err


def test_help_teaches():
    said = negsim("report", "--help", columns=100).out

    assert "negsim report results/baseline/* --lang vi" in said
