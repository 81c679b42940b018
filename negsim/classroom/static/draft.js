// The offer builder: one row an issue with my draft, their last and my last level; the draft outlives the page.
"use strict";
function makeDraft(issues, store, changed) {
  const rows = byId("issues");
  let levels = issues.map((issue) => issue.no_deal);
  try {
    const kept = JSON.parse(localStorage.getItem(store));
    if (Array.isArray(kept) && kept.length === levels.length &&
        kept.every((k, i) => Number.isInteger(k) && k >= 0 && k < issues[i].labels.length)) levels = kept;
  } catch (error) { /* a draft that cannot be read is no draft */ }
  const hints = { up: "better for you ▸", down: "◂ better for you" };
  rows.replaceChildren(...issues.map((issue, i) => {
    const row = el("fieldset", null, "issue");
    const legend = el("legend", issue.title + " ");
    legend.append(el("small", hints[issue.arrow] || "best for you: " + issue.labels[issue.best]));
    const what = el("p", issue.meaning, "note"), ask = el("button", "?", "ask");
    Object.assign(what, { hidden: true, id: "what" + i });
    Object.assign(ask, { type: "button", ariaLabel: "What is " + issue.title.toLowerCase() + "?", ariaExpanded: "false" });
    ask.onclick = () => { what.hidden = !what.hidden; ask.ariaExpanded = String(!what.hidden); };
    legend.append(ask);
    row.append(legend, what);
    const pills = el("div", null, "pills");
    issue.labels.forEach((label, k) => {
      const pill = el("label", null, "pill");
      const input = el("input");
      Object.assign(input, { type: "radio", name: "issue" + i, value: k, checked: levels[i] === k });
      input.addEventListener("change", () => { levels[i] = k; keep(); });
      pill.append(input, el("span", label, "level"), el("span", null, "tags"));
      pills.append(pill);
    });
    row.append(pills);
    return row;
  }));
  function keep() {
    try { localStorage.setItem(store, JSON.stringify(levels)); } catch (error) { /* private mode: the draft lives in the page */ }
    changed(levels);
  }
  function mark(theirs, mine) {
    rows.querySelectorAll(".issue").forEach((row, i) => row.querySelectorAll(".pill").forEach((pill, k) => {
      const tags = [];
      if (theirs && theirs[i] === k) tags.push(el("span", "them", "tag them"));
      if (mine && mine[i] === k) tags.push(el("span", "you", "tag me"));
      pill.querySelector(".tags").replaceChildren(...tags);
    }));
  }
  function set(given) {
    levels = [...given];
    rows.querySelectorAll(".issue").forEach((row, i) => { row.querySelectorAll("input")[levels[i]].checked = true; });
    keep();
  }
  return { levels: () => levels, mark, set, terms: () => Object.fromEntries(issues.map((issue, i) => [issue.name, levels[i]])) };
}
// The model's answer to a draft.
const percent = (x) => Math.round(x * 1000) / 10 + " %";
const points = (x) => (x < -0.5 ? "−" : "") + Math.abs(Math.round(x));
function showFeedback(place, f) {
  const facts = el("dl"), [home, partner] = f.countries;
  const row = (name, text) => facts.append(el("dt", name), el("dd", text));
  const rates = new Set(f.path.map(([, rate]) => rate));
  row(home.adjective + " rate on " + partner.adjective + " goods", rates.size === 1 ? "stays at " + percent(f.path[0][1]) : f.path.map(([when, rate]) => percent(rate) + " " + when).join(" → "));
  const [now, then] = f.deficit, more = then - now;
  row(home.adjective + " deficit with " + partner.in_a_sentence, "$" + now + " bn → $" + then + " bn a year" + (Math.abs(more) < 0.05 ? "" : " (" + (more < 0 ? "−" : "+") + "$" + Math.abs(more).toFixed(1) + " bn)"));
  fill(place, [el("h2", "What the model says to your draft"), facts,
    bars(partner.name + " sells", f.partner_sells), bars(home.name + " sells", f.partner_buys), homeBox(f.home)]);
}
// Sectors that win and lose, as bars; the longest is the largest change.
function bars(title, sells) {
  const box = el("div"), all = [...sells.win, ...[...sells.lose].reverse()];
  box.append(el("h3", title));
  if (!all.length) { box.append(el("p", "No sector changes much.", "note")); return box; }
  const top = Math.max(...all.map(([, value]) => Math.abs(value)));
  for (const [name, value] of all) {
    const line = el("div", null, "bars " + (value > 0 ? "up" : "down")), bar = el("i");
    bar.style.width = Math.max(2, 100 * Math.abs(value) / top) + "%";
    const track = el("span", null, "track");
    track.append(bar);
    line.append(el("span", name), track, el("b", (value > 0 ? "+" : "−") + "$" + Math.abs(value).toFixed(2) + " bn"));
    box.append(line);
  }
  return box;
}
function homeBox(home) {
  const box = el("div");
  box.append(el("h3", "At home"));
  if (home.votes) {
    const against = home.groups.filter((g) => !g.approves);
    const odds = el("p", "Odds that it is ratified: ");
    odds.append(el("b", Math.round(home.odds * 100) + " %"), ". " + (home.groups.length - against.length) + " of " + home.groups.length + " groups are for it.");
    box.append(odds);
    box.append(reasons(home.groups.map((g) => [g.approves ? "✓ " : "✗ ", g.name, g.reason])));
  } else box.append(el("p", "No vote at home: what you sign holds."));
  const firms = [...home.winners.map((w) => ["▲ ", w.name, w.reason]), ...home.losers.map((w) => ["▼ ", w.name, w.reason])];
  if (firms.length) {
    const more = el("details");
    more.append(el("summary", "Exporters and firms that win and lose most"), reasons(firms));
    box.append(more);
  }
  return box;
}
function reasons(items) {
  const list = el("ul", null, "reasons");
  for (const [sign, name, why] of items) {
    const item = el("li", sign);
    item.append(el("b", name[0].toUpperCase() + name.slice(1) + ":"), " " + why);
    list.append(item);
  }
  return list;
}
