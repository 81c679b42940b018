"""The packaged tables: complete, sourced, adding up; and refused when they are not."""

import csv
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from negsim.economy.load import load_trade_data
from negsim.errors import DataError, DomainError

DATA = load_trade_data()
FOLDER = Path(str(files("negsim.economy"))) / "data" / "us_vietnam_2024"
APRIL_2, APRIL_11, OCTOBER_13, OCTOBER_14, NOVEMBER_13 = (
    date(2025, 4, 2), date(2025, 4, 11), date(2025, 10, 13), date(2025, 10, 14), date(2025, 11, 13)
)  # fmt: skip


def share_of_flow(share):
    flow = DATA.imports_usd_bn[:, 0]
    return float((flow * share).sum() / flow.sum())


def test_totals_are_the_headline():
    imports = DATA.imports_usd_bn[:, 0].sum() * DATA.headline_scale
    exports = DATA.exports_usd_bn.sum() * DATA.export_group_scale

    assert imports == pytest.approx(136.56, abs=0.005)
    assert exports == pytest.approx(13.10, abs=0.005)
    assert exports - imports == pytest.approx(-123.46, abs=0.005)
    assert DATA.headline_scale == pytest.approx(0.966045, abs=5e-6)


def test_duties_add_up_to_those_collected():
    duties = (DATA.imports_usd_bn * DATA.duty_rate)[:, 0].sum()

    assert duties == pytest.approx(DATA.headline["calculated_duties"], rel=0.002)


def test_shapes_and_names():
    assert DATA.imports_usd_bn.shape == DATA.duty_rate.shape == (17, 9)
    assert len(DATA.sectors) == 17
    assert DATA.sources[0] == "VNM"
    assert len(DATA.export_groups) == 16
    assert set(DATA.elasticities) == {"short_run", "medium_run", "long_run"}
    assert set(DATA.selective_groups) < set(DATA.export_groups)
    assert set(DATA.other_tariffs(OCTOBER_14)) == set(DATA.sources[1:])


def test_arrays_are_closed_to_writing():
    with pytest.raises(ValueError, match="read-only"):
        DATA.imports_usd_bn[0, 0] = 1.0


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 3, 1), 0.0),
        (APRIL_2, 0.0137),
        (APRIL_11, 0.3166),
        (OCTOBER_14, 0.3111),
        (NOVEMBER_13, 0.3252),
    ],
)
def test_legal_exemptions_by_date(day, share):
    assert share_of_flow(DATA.legal_exempt_share(day)) == pytest.approx(share, abs=0.0001)


def test_timber_joins_section_232_on_14_october():
    furniture = DATA.sectors.index("furniture")

    assert DATA.section_232_share(OCTOBER_13)[furniture] == pytest.approx(0.0842)
    assert DATA.section_232_share(OCTOBER_14)[furniture] == pytest.approx(0.0842 + 0.3406)


def test_the_official_list_of_april_has_chips_and_wood():
    by_name = dict(zip(DATA.sectors, DATA.legal_exempt_share(APRIL_2), strict=True))

    assert (by_name["computers_phones_chips"], by_name["wood_paper"]) == (0.0211, 0.3517)


def test_the_farm_list_frees_a_seventh_of_other_agrifood():
    farm = DATA.sectors.index("other_agrifood")

    assert DATA.legal_exempt_share(NOVEMBER_13)[farm] == pytest.approx(0.143, abs=0.0005)


def test_what_is_on_neither_list_is_taxed():
    # furniture on 14 October: nothing exempt, .0842 of metals and .3406 of timber under Section 232
    furniture, chips = DATA.sectors.index("furniture"), DATA.sectors.index("computers_phones_chips")

    assert DATA.taxed_share(OCTOBER_14)[furniture] == pytest.approx(1 - 0.0842 - 0.3406)
    assert DATA.taxed_share(APRIL_2)[chips] == pytest.approx(1 - 0.0211 - 0.009)
    assert DATA.taxed_share(APRIL_11)[chips] == pytest.approx(0.0, abs=1e-9)


def test_annex_is_annex_iii_from_5_september_on():
    coffee, tuna = DATA.sectors.index("coffee_nuts_spices"), DATA.sectors.index("seafood")
    october, november = DATA.annex_share(OCTOBER_14), DATA.annex_share(NOVEMBER_13)

    assert share_of_flow(october) == pytest.approx(0.0194, abs=5e-5)
    assert (october[coffee], october[tuna]) == pytest.approx((0.9973, 0.1274))
    assert (november[coffee], november[tuna]) == pytest.approx((0.0, 0.1274))  # farm goods are law by then
    with pytest.raises(DomainError, match="not public before 2025-09-05"):
        DATA.annex_share(date(2025, 9, 4))


def test_rates_of_other_countries_by_date():
    china = {day: DATA.other_tariffs(day)["CHN"] for day in (date(2025, 3, 1), APRIL_2, APRIL_11, OCTOBER_14)}

    assert list(china.values()) == [0.0, 0.54, 1.45, 0.30]


def test_penetration_stands_in_its_range_with_a_method():
    rows = list(csv.DictReader((FOLDER / "import_penetration.csv").read_text().splitlines()))

    assert [row["sector"] for row in rows] == list(DATA.sectors)
    assert all(float(row["low"]) < float(row["value"]) < float(row["high"]) and row["method"] for row in rows)
    assert DATA.penetration[DATA.sectors.index("footwear")] == 0.94


def test_broad_list_covers_a_sixth_of_the_flow():
    legal = DATA.legal_exempt_share(OCTOBER_14)
    newly = np.maximum(legal + DATA.annex_share(OCTOBER_14), DATA.broad_share) - legal

    assert share_of_flow(newly) == pytest.approx(0.1628, abs=5e-5)


def test_exemptions_elsewhere_follow_the_lists():
    electronics, coffee = 0, DATA.sectors.index("coffee_nuts_spices")

    assert (DATA.new_exemptions_elsewhere(APRIL_2) == 0).all()
    assert DATA.new_exemptions_elsewhere(APRIL_11)[electronics] == pytest.approx(0.991)
    assert DATA.new_exemptions_elsewhere(APRIL_11)[coffee] == 0
    assert DATA.new_exemptions_elsewhere(NOVEMBER_13)[coffee] == pytest.approx(0.9973)


def test_every_number_has_unit_year_source_and_status():
    for table in sorted(FOLDER.glob("*.csv")):
        rows = list(csv.DictReader(table.read_text().splitlines()))
        if "value" in rows[0]:
            assert all(row["unit"] and row["year"] and row["source_ref"] and row["status"] for row in rows), (
                table
            )


def test_every_source_is_used():
    listed = {row["source_ref"] for row in csv.DictReader((FOLDER / "sources.csv").read_text().splitlines())}
    used = {
        row["source_ref"]
        for table in FOLDER.glob("*.csv")
        if table.name != "sources.csv"
        for row in csv.DictReader(table.read_text().splitlines())
        if "source_ref" in row
    }

    assert listed == used


BROKEN = [
    ("imports.csv", "apparel,VNM,15.106,", "apparel,VNM,,", "nothing in"),
    ("imports.csv", "apparel,VNM,15.106,", "apparel,VNM,abc,", "not a finite number"),
    ("imports.csv", "apparel,VNM,15.106,", "apparel,CHN,15.106,", "given twice"),
    ("imports.csv", "apparel,VNM,15.106,", "apparel,XYZ,15.106,", "no value for"),
    ("imports.csv", "apparel,VNM,15.106,", "apparel,VNM,25.106,", "adds up to"),
    ("imports.csv", "apparel,MEX,2.753,", "apparel,MEX,-2.753,", "negative"),
    ("export_groups.csv", "aircraft,exports_2024,0.463,", "aircraft,exports_2024,1.463,", "adds up to"),
    (
        "import_penetration.csv",
        "apparel,0.9,",
        "apparel,1.309,",
        "outside 0 to 1",
    ),
    ("elasticities.csv", "short_run,apparel,sigma,2.53,", "short_run,apparel,sigma,0,", "not positive"),
    ("constants.csv", "assumption_home", "assumption_hom", "sources.csv does not list"),
    ("section_232_shares.csv", "2025-10-14", "in October", "not a date"),
    ("sources_of_imports.csv", 'Cambodia",1', 'Cambodia",0', "no source has 1"),
    ("purchase_capacity.csv", "lng,ceiling_2030,2.5,", "lng,ceiling_2030,0.5,", "ceiling of purchases"),
    ("purchase_products.csv", "aircraft,aircraft,", "aircraft,planes,", "no product group"),
    ("constants.csv", ",assumption", ",guess", "status 'guess'"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_wrong_tables_are_refused(tmp_path, file, old, new, message):
    folder = shutil.copytree(FOLDER, tmp_path / "tables")
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))

    with pytest.raises(DataError, match=message):
        load_trade_data(str(folder))


def test_missing_table_is_named(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "tables")
    (folder / "duty_rates.csv").unlink()

    with pytest.raises(DataError, match=r"duty_rates\.csv: missing"):
        load_trade_data(str(folder))


def test_a_table_saved_by_a_spreadsheet_may_begin_with_a_byte_order_mark(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "tables")
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert load_trade_data(str(folder)).sectors == DATA.sectors


@pytest.mark.parametrize("file", ["sectors.csv", "imports.csv"])
def test_a_table_in_another_encoding_is_refused_in_a_sentence(tmp_path, file):
    folder = shutil.copytree(FOLDER, tmp_path / "tables")
    (folder / file).write_text((folder / file).read_text(encoding="utf-8"), encoding="utf-16")

    with pytest.raises(DataError, match=rf"^{file}: is not UTF-8 text; save the table as CSV UTF-8\.$"):
        load_trade_data(str(folder))


def test_a_table_without_its_column_is_refused(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "tables")
    (folder / "groups.csv").write_text((folder / "groups.csv").read_text().replace("group,", "grupo,", 1))

    with pytest.raises(DataError, match=r"^groups\.csv: has no column 'group', only grupo, "):
        load_trade_data(str(folder))


def test_unknown_name_lists_the_known_ones():
    with pytest.raises(DataError, match="us_vietnam_2024"):
        load_trade_data("us_vietnam_1999")


def test_the_page_has_a_row_for_every_sector_and_product():
    page = (Path(__file__).parents[2] / "docs" / "reference" / "data.md").read_text(encoding="utf-8")

    for row in csv.DictReader((FOLDER / "import_penetration.csv").read_text().splitlines()):
        value = f"| {row['sector']} | {row['value']} | {row['low']} to {row['high']} | {row['status']} |"
        assert f"{value} {row['method']} | `{row['source_ref']}` |" in page
    for announced in (1, 5, 10, 15, 30, 60):
        cells = []
        for year in (2027, 2030):
            carried_out = np.array(0.58 * announced)
            middle, low, high = (DATA.purchases.added(carried_out, year, p).sum() for p in (0.5, 0.0, 1.0))
            cells.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
        assert f"| {announced} | {cells[0]} | {cells[1]} |" in page
    for name in DATA.purchases.products:
        assert f"\n| {name} | " in page
