// The offer builder: one row an issue with my draft, their last and my last level; the draft outlives the page.
"use strict";
function makeDraft(facts, store, changed) {
  const rows = byId("issues");
  let levels = facts.issues.map((issue) => issue.no_deal);
  try {
    const kept = JSON.parse(localStorage.getItem(store));
    if (Array.isArray(kept) && kept.length === levels.length &&
        kept.every((k, i) => Number.isInteger(k) && k >= 0 && k < facts.issues[i].labels.length)) levels = kept;
  } catch (error) { /* a draft that cannot be read is no draft */ }
  const hints = { up: "better for you to the right ▸", down: "◂ better for you to the left" };
  rows.replaceChildren(...facts.issues.map((issue, i) => {
    const row = el("fieldset", null, "issue");
    const legend = el("legend", issue.title + " ");
    legend.append(el("small", hints[issue.arrow] || "best for you: " + issue.labels[issue.best]));
    row.append(legend);
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
  return { levels: () => levels, mark, set, terms: () => Object.fromEntries(facts.issues.map((issue, i) => [issue.name, levels[i]])) };
}
// The model's answer to a draft.
function showFeedback(place, f) {
  const percent = (x) => Math.round(x * 1000) / 10 + " %";
  const path = f.path.map(([when, rate]) => when + " " + percent(rate)).join(" → ");
  const list = (pairs) => pairs.map(([name, value]) => name + " " + (value > 0 ? "+" : "−") + "$" + Math.abs(value).toFixed(2) + " bn").join(", ") || "none";
  const facts = el("dl");
  const row = (name, text) => facts.append(el("dt", name), el("dd", text));
  row("US rate on Vietnamese goods", path);
  row("US deficit with Vietnam", "$" + f.deficit.now + " bn now → $" + f.deficit.then + " bn a year");
  row("Vietnam sells more", list(f.vietnam_sells.win));
  row("Vietnam sells less", list(f.vietnam_sells.lose));
  row("The US sells more", list(f.us_sells.win));
  if (f.us_sells.lose.length) row("The US sells less", list(f.us_sells.lose));
  place.replaceChildren(el("h2", "What the model says to your draft"), facts, homeBox(f.home));
}
function homeBox(home) {
  const box = el("div");
  box.append(el("h3", "At home"));
  if (home.votes) {
    const against = home.groups.filter((g) => !g.for);
    box.append(el("p", "Your advisers give it odds of " + Math.round(home.odds * 100) + " % at home. " +
      (home.groups.length - against.length) + " of " + home.groups.length + " groups are content."));
    box.append(reasons(home.groups.map((g) => [g.for ? "✓ " : "✗ ", g.name, g.reason])));
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
    item.append(el("b", name), " " + why);
    list.append(item);
  }
  return list;
}
