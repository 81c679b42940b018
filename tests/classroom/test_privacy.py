"""What one side must never see of the other, in any byte."""

import asyncio
import json
import re
from dataclasses import replace

import httpx
import pytest

from negsim.classroom.state.group import Line
from negsim.classroom.views.brief import brief
from negsim.classroom.views.seat import public_detail
from negsim.classroom.web.serve import start
from negsim.politics.beliefs import resolve
from tests.classroom.classes import key
from tests.classroom.served import do, send


def secrets_of(class_, group, side):
    """Return texts that only this side may see: its values in several spellings, its belief, its brief."""
    party = group.model.parties[side]
    utility = party.utility
    numbers = [utility.reservation, utility.maximum, party.belief]
    numbers += [float(v) for block in utility.blocks for v in block.table.ravel() if abs(v) > 1e-6]
    texts = {f"{abs(n):.6f}".rstrip("0") for n in numbers if len(f"{abs(n):.6f}".rstrip("0")) >= 7}
    texts |= {repr(abs(n)) for n in numbers if len(repr(n)) >= 8}
    told = brief(group, side)
    return texts | {told.aim}


@pytest.mark.parametrize("scenario", ["mini", "us_vietnam_2025"])
def test_private_values_never_reach_the_other_side(make_class, scenario):
    class_ = make_class(scenario=scenario, rounds=6)
    us, vietnam = class_.join("Ann"), class_.join("Bao")
    class_.do("advance")
    for student in (us, vietnam):
        for url in ("/seat", "/seat/brief", "/seat/table", "/seat/view"):
            student.get(url)
    secrets = {side: secrets_of(class_.state, class_.state.groups[1], side) for side in ("us", "vietnam")}
    class_.do("advance")
    names = [issue["name"] for issue in us.get("/seat/table").json()["issues"]]
    for level in (0, 1):
        for student in (vietnam, us):
            draft = dict.fromkeys(names, level)
            student.post("/seat/preview", {"terms": draft})
            assert student.send("offer", terms=draft).status_code == 200
            for other in (us, vietnam):
                other.view()
                other.get("/seat/table")
            secrets["us"] |= secrets_of(class_.state, class_.state.groups[1], "us")
            secrets["vietnam"] |= secrets_of(class_.state, class_.state.groups[1], "vietnam")
    class_.do("end")
    for student in (us, vietnam):
        student.view()
        student.get("/seat")
        student.get("/seat/debrief")  # not released

    assert [text for text in secrets["vietnam"] - secrets["us"] if text.encode() in us.bytes] == []
    assert [text for text in secrets["us"] - secrets["vietnam"] if text.encode() in vietnam.bytes] == []
    assert any(text.encode() in us.bytes for text in secrets["us"]), "the search would find them"


def what_vietnam_sees(class_, rounds):
    """Play the same moves and return all that Vietnam gets, without what differs between any two classes."""
    us, vietnam = class_.join("Ann"), class_.join("Bao")
    class_.do("advance")
    seen = []

    def look():
        draft = dict.fromkeys(names, 1)
        answers = [vietnam.get(url) for url in ("/seat", "/seat/view", "/seat/table", "/seat/brief")]
        answers.append(vietnam.post("/seat/preview", {"terms": draft}))
        seen.extend(answer.text for answer in answers)

    names = [issue["name"] for issue in us.get("/seat/table").json()["issues"]]
    look()
    class_.do("advance")
    for turn in range(rounds):
        for student in (vietnam, us):
            student.send("offer", terms={name: (turn + i) % 2 for i, name in enumerate(names)})
            look()
    vietnam.send("accept", offer=vietnam.view()["offer"])
    class_.do("end")
    look()
    party = class_.state.groups[1].model.parties["us"]
    own = [vietnam.view()["rejoin"], *class_.state.seats, class_.state.id, class_.code]
    text = re.sub(r'"now":[\d.]+', "", "\n".join(seen))
    for word in own:
        text = text.replace(word, "")
    points = [line["points"] for line in us.view()["history"] if line.get("points") is not None]
    return text, party.utility.reservation, points


@pytest.mark.parametrize("scenario", ["mini", "us_vietnam_2025"])
def test_nothing_that_vietnam_sees_depends_on_what_only_the_us_knows(make_class, scenario, monkeypatch):
    """The US means its threat, or not: its values change, and not one byte of Vietnam's."""
    first, reservation, points = what_vietnam_sees(make_class(scenario=scenario), 3)
    monkeypatch.setattr("negsim.agents.government.resolve", lambda odds, chance: 1.0 - resolve(odds, chance))
    second, other_reservation, other_points = what_vietnam_sees(make_class(scenario=scenario), 3)

    assert reservation != other_reservation
    assert points != other_points
    assert len(first) > 20_000
    assert first == second


def test_a_computer_s_reasons_and_aims_are_not_told(make_class):
    class_ = make_class(computers={"us": "linear"})
    class_.join("Ann")
    bao = class_.join("Bao")
    class_.do("advance")
    class_.seat("computer", group=1, side="us", strategy="linear")
    class_.do("advance")
    bao.offer(1, 1, 1)
    offer = next(e for e in class_events(class_, 2) if e.actor == "computer")
    bao.view()

    assert offer.payload["why"]
    assert offer.payload["why"].encode() not in bao.bytes
    assert f"{offer.payload['target']:.4f}".encode() not in bao.bytes


def test_a_pledge_is_told_without_its_number():
    line = Line(
        1,
        None,
        "pledge",
        "world",
        0.0,
        2,
        "2025-06-01",
        detail="vietnam pledges not to settle for less than +1.23",
    )

    assert public_detail(line) == "Vietnam pledges in public not to settle for less than it now asks."
    printed = "us pledges more: no tariff below 15 %; to fall short would cost it at home"
    assert (
        public_detail(replace(line, detail=printed))
        == "The United States pledges in public: no tariff below 15 %."
    )
    leaked = "a paper in us prints what vietnam offers: tariff 0 %, access none"
    assert (
        public_detail(replace(line, kind="leak", detail=leaked))
        == "A paper in the United States prints what Vietnam offers: tariff 0 %, access none."
    )


def class_events(class_, least):
    from tests.classroom.classes import until

    until(lambda: sum(e.kind == "offered" for e in class_.events()) >= least)
    return class_.events()


@pytest.mark.server
def test_the_stream_holds_only_own_values(tmp_path):
    """The same search over the bytes of a real stream."""
    running, stop = start(tmp_path, simulations=0)
    try:
        server = running.server
        from negsim.classroom.state.settings import ClassSettings

        class_ = server.make_class(ClassSettings(scenario="mini", brief_minutes=None, talks_minutes=None), 3)
        seen = asyncio.run(_listen(running, class_, server))
        group = class_.groups[1]
    finally:
        stop()
    own, other = secrets_of(class_, group, "us"), secrets_of(class_, group, "vietnam")

    assert [text for text in other - own if text.encode() in seen] == []
    assert b"points" in seen


async def _listen(running, class_, server):
    from negsim.classroom.actions.instructor import command
    from negsim.classroom.actions.request import ClassRequest

    options = {"base_url": running.address, "trust_env": False, "follow_redirects": True}
    async with httpx.AsyncClient(**options) as us, httpx.AsyncClient(**options) as vietnam:
        for client in (us, vietnam):
            await client.post("/join", data={"code": class_.record.code, "name": "x"})
        command(ClassRequest(server, class_), "advance")
        command(ClassRequest(server, class_), "advance")
        seen = b""
        async with us.stream("GET", "/seat/events") as stream:
            step = 0
            async for part in stream.aiter_bytes():
                seen += part
                if b"data: {" not in part:
                    continue
                step += 1
                if step > 4:
                    break
                mover = vietnam if step % 2 else us
                terms = {"tariff": step, "access": 1, "origin": 1}
                await mover.post("/seat/offer", json={"terms": terms, "key": key()})
        return seen + json.dumps(dict(stream.headers)).encode()


def test_the_projector_is_told_no_name_and_no_points(served):
    """Every byte of its stream, while students join, talk and agree; it ends when the instructor logs out."""
    teacher = served.teacher()
    home, code = served.new_class(teacher)
    us, vietnam = served.join(code, "Annabel"), served.join(code, "Baolinh")
    terms = {"tariff": 1, "access": 1, "origin": 1}
    steps = [
        lambda: do(teacher, home, "advance"),
        lambda: do(teacher, home, "advance"),
        lambda: send(vietnam, "offer", terms=terms),
        lambda: send(us, "accept", offer=us.get("/seat/view").json()["talks"]["offer"]),
        lambda: teacher.post("/teach/logout"),
    ]
    views, seen = [], ""
    with served.client() as projector:
        projector.cookies = teacher.cookies
        once = projector.get(f"{home}/screen/view").json()
        with projector.stream("GET", f"{home}/screen/events") as stream:
            for line in stream.iter_lines():
                seen += line + "\n"
                if line.startswith('data: {"v') and steps:
                    views.append(json.loads(line[6:]))
                    steps.pop(0)()

    assert {key for view in [once, *views] for key in view} == {
        *("version", "phase", "students", "groups", "done", "left", "paused", "news")
    }
    assert {"lobby", "talks"} <= {view["phase"] for view in views}
    assert "event: gone" in seen
    assert not re.search("Annabel|Baolinh|points|pseudonym|offer|name", seen)
