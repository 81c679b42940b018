"""Sections on the run that stands for all."""

from collections.abc import Iterator

import pandas as pd

from negsim.bargaining.move import Offer
from negsim.experiment.metrics.trade import TRADE_COLUMNS
from negsim.politics.countries import sides
from negsim.report.figures.calendar import calendar_figure, calendar_reading, calendar_table, event_days
from negsim.report.figures.frontier import frontier_figure, frontier_reading, frontier_table
from negsim.report.figures.lobbying import lobbying_figure, lobbying_reading, lobbying_table
from negsim.report.figures.offers import offers_figure, offers_of, offers_reading
from negsim.report.figures.sectors import sectors_figure, sectors_reading, sectors_table
from negsim.report.figures.style import svg
from negsim.report.figures.support import decided_at_home, support_figure, support_reading, support_table
from negsim.report.page.material import Material
from negsim.report.page.section import Check, Section
from negsim.report.summary import agreements
from negsim.report.words import Words


def offers(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on the offers of the run, if any run logged them."""
    run = material.chosen
    if run not in material.logged:
        return
    table = offers_of(material.results.offers, run)
    made = int(table["move"].eq("offer").sum())
    code = f'pd.read_parquet("offers.parquet").query("run_id == {run} and move == \'offer\'").shape[0]'
    title = words("Offers over rounds")
    yield Section(
        key="offers",
        title=title,
        reading=f"{_which(material, words)} {offers_reading(table, words)}",
        figure=svg(offers_figure(table, words), "offers", title),
        table=table,
        check=Check(code, made, str(made)),
    )


def _which(material: Material, words: Words) -> str:
    agreed = bool(material.row["agreed"])
    if len(material.runs) == 1:
        return words("This is the one run.")
    if agreed:
        return words(
            "Run {run} is shown, of those with logged offers the nearest to the median gains.",
            run=material.chosen,
        )
    return words("Run {run} is shown; no run with logged offers ends in agreement.", run=material.chosen)


def calendar(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on the tariff through the calendar, if one is negotiated and offers are logged."""
    issue, run = material.tariff_issue, material.chosen
    if issue is None or run not in material.logged:
        return
    table = calendar_table(material.results.offers, run, issue)
    label = material.row[f"issue_{issue}"]
    agreed = float(str(label).split()[0]) if isinstance(label, str) else None
    in_force = material.replayed.ticks[["date", "in_force"]]
    made = table[(table["move"] == "offer") & table["rate"].notna()]
    party, last = made[["party", "rate"]].iloc[-1]
    code = (
        f'pd.read_parquet("offers.parquet").query("run_id == {run} and move == \'offer\' and '
        f'party == \'{party}\'")["issue_{issue}"].str.split().str[0].astype(float).iloc[-1]'
    )
    title = words("The tariff, day by day")
    days = event_days(table, words)
    yield Section(
        key="calendar",
        title=title,
        reading=calendar_reading(table, agreed, words),
        figure=svg(calendar_figure(table, in_force, agreed, words), "calendar", title),
        table=table,
        check=Check(code, last, words.percent(last / 100)),
        notes=tuple(f"{words.day(day)}: {'; '.join(events)}" for day, events in days.items()),
    )


def frontier(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on frontier, solutions, offers and agreements, if all outcomes can be listed."""
    model = material.replayed.model
    bargain, agreed = model.bargain, agreements(material.at_the_point)
    if bargain is None or agreed.empty:
        return
    table = frontier_table(bargain)
    places = [name for name in table.columns if name.startswith("u_")]
    first, second = bargain.feasible.pair
    ends = agreed[[name.replace("u_", "u0_") for name in places]].set_axis(places, axis=1)
    made = [(o.entry.party, o.entry.move.outcome) for o in model.offers if isinstance(o.entry.move, Offer)]
    path = pd.DataFrame([(party, first[o], second[o]) for party, o in made], columns=["party", *places])
    cloud = pd.DataFrame({places[0]: first, places[1]: second}).drop_duplicates()
    mean = float(agreed["nash_distance"].mean())
    point = "" if material.experiment.n_points == 1 else f" and point_id == {material.row['point_id']}"
    title = words("What both could reach")
    yield Section(
        key="frontier",
        title=title,
        reading=frontier_reading(agreed, words),
        figure=svg(frontier_figure(table, path, ends, cloud, words), "frontier", title),
        table=table,
        check=Check(
            f'pd.read_parquet("runs.parquet").query("agreed == True{point}")["nash_distance"].mean()',
            mean,
            words.number(mean, ".3f"),
        ),
    )


def sectors(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on who sells more and less, if the run ended in agreement."""
    if not material.row["agreed"]:
        return
    table = sectors_table(material.replayed.model)
    partner = sides()[1]
    total = float(table.loc[table["exporter"] == partner, "change"].sum())
    before = float(table.loc[table["exporter"] == partner, "without"].sum())
    column = TRADE_COLUMNS["sales"]
    title = words("Who sells more, who less")
    yield Section(
        key="sectors",
        title=title,
        reading=sectors_reading(table, words),
        figure=svg(sectors_figure(table, words), "sectors", title),
        table=table,
        check=Check(
            f'pd.read_parquet("runs.parquet").set_index("run_id").at[{material.chosen}, "{column}"] - '
            f"{before!r}",
            total,
            words.change(total),
        ),
    )


def lobbying(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on lobbying through the run, if there are interest groups."""
    influence = material.replayed.influence
    if influence.empty:
        return
    table = lobbying_table(influence)
    title = words("Lobbying")
    failed = int(material.row["ratification_failures"])
    code = (
        f'pd.read_parquet("runs.parquet").set_index("run_id").at[{material.chosen}, "ratification_failures"]'
    )
    yield Section(
        key="lobbying",
        title=title,
        reading=lobbying_reading(table, words)
        + " "
        + words("Votes lost at home in this run: {n}.", n=failed),
        figure=svg(lobbying_figure(influence, words), "lobbying", title),
        table=table,
        check=Check(code, failed, str(failed)),
    )


def support(material: Material, words: Words) -> Iterator[Section]:
    """Yield the section on ratification at home, if anything was offered that might have been refused."""
    ticks = decided_at_home(material.replayed.ticks)
    groups = support_table(material.results.agents, material.chosen)
    if ticks.filter(like="margin_").empty:
        return
    failed = int(material.runs["ratification_failures"].sum())
    title = words("Support at home")
    more = words("Agreements refused at home over all runs: {n}.", n=failed)
    yield Section(
        key="support",
        title=title,
        reading=f"{support_reading(ticks, groups, words)} {more}",
        figure=svg(support_figure(ticks, groups, words), "support", title),
        table=groups if len(groups) else ticks,
        check=Check('pd.read_parquet("runs.parquet")["ratification_failures"].sum()', failed, str(failed)),
    )
