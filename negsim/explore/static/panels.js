// What stands beside the picture: the talks' ends, the outcome looked at, sectors, and who objects at home.
"use strict";
const ENDS = { agreed: "agreed", signed: "signed", struck_then_signed: "signed after the tariffs were struck", framework_only: "a framework, nothing more", ratification_failed: "refused at home", walked_away: "walked away", expired: "out of time", breakdown: "broke down" };
function bars(rows) { // [words, share 0 to 1, text]
  return el("ul", { class: "bars" }, ...rows.map(([name, share, text]) => {
    const bar = el("i");
    bar.style.width = `${(100 * Math.abs(share)).toFixed(1)}%`;
    return el("li", { class: share < 0 ? "down" : "up" }, el("span", {}, name), el("span", { class: "track", "aria-hidden": "true" }, bar), el("b", {}, text));
  }));
}
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
function median(values) {
  const sorted = [...values].sort();
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
function talksPanel(talks, wanted, issues) {
  const made = el("section", { class: "talks" }, el("h3", {}, `What ${talks.length || wanted} talks end in`));
  if (!talks.length) { made.append(el("p", { class: "soft" }, "playing\u2026")); return made; }
  const agreed = talks.filter((one) => one.at);
  made.append(bars(counted(talks.map((one) => one.end)).map(([end, n]) => [ENDS[end] || end.replaceAll("_", " "), n / talks.length, percent(n / talks.length)])));
  if (agreed.length) {
    const [first] = issues;
    const day = new Date(`${median(agreed.map((one) => one.day))}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    made.append(el("h4", {}, `${first.words}, where they agree`));
    const tally = new Map(counted(agreed.map((one) => one.levels[first.name])));
    made.append(bars(first.labels.filter((label) => tally.has(label)).map((label) => [label, tally.get(label) / agreed.length, percent(tally.get(label) / agreed.length)])));
    made.append(el("p", { class: "soft" }, `Half of those that agree have done so by ${day}.`));
  }
  return made;
}
function outcomePanel(answer, facts, choose) {
  const verdict = answer.verdict;
  const made = el("section", { class: "outcome" }, el("h3", {}, "The outcome looked at"));
  const jumps = Object.entries(answer.marks).map(([name, at]) => el("button", { type: "button", class: "small", onclick: () => choose(at[2]) }, name));
  made.append(el("p", { class: "tools", role: "group", "aria-label": "Outcomes of theory" }, ...jumps));
  if (!verdict) { made.append(el("p", {}, "Click an outcome in the picture.")); return made; }
  const [us, them] = facts.sides;
  made.append(el("p", {}, `${signed(verdict.points[0], 0)} points for ${us.name}, ${signed(verdict.points[1], 0)} for ${them.name}; no deal is 0, the best outcome 100.`));
  made.append(el("div", { class: "levels" }, ...facts.issues.map((issue) => {
    const pick = el("select", { onchange: () => { verdict.levels[issue.name] = pick.value; choose(Object.entries(verdict.levels).map(([name, label]) => `${name}:${label}`).join(";")); } },
      ...issue.labels.map((label) => el("option", { value: label, selected: label === verdict.levels[issue.name] }, label)));
    return el("label", {}, issue.words, pick);
  })));
  for (const side of facts.sides) made.append(homePart(verdict.home[side.party], side));
  for (const side of facts.sides) made.append(sectorPart(verdict.sectors[side.party], side));
  return made;
}
function homePart(home, side) {
  const odds = home.votes ? `passes with odds of ${percent(home.odds)}` : "needs no vote";
  const made = el("div", {}, el("h4", {}, `At home in ${side.name}: ${odds}`));
  const objecting = home.groups.filter((group) => !group.for);
  made.append(el("ul", { class: "people" }, ...[...objecting, ...home.groups.filter((group) => group.for)].map(person)));
  const rest = [...home.losers, ...home.winners];
  if (rest.length) made.append(el("details", {}, el("summary", {}, `Exporters and firms that lose or win most (${rest.length})`), el("ul", { class: "people" }, ...rest.map(person))));
  return made;
}
function person(one) {
  return el("li", { class: one.for ? "for" : "against" }, el("b", {}, `${one.for ? "\u2713 for" : "\u2717 against"}: ${one.name}`), ` ${signed(one.gain)}: ${one.why}`);
}
function sectorPart(rows, side) {
  const most = Math.max(0.001, ...rows.map(([, change]) => Math.abs(change)));
  const made = el("div", {}, el("h4", {}, `Exports of ${side.name}, change against no deal, US$ bn a year`));
  made.append(rows.length ? bars(rows.map(([name, change]) => [name, change / most, signed(change)])) : el("p", { class: "soft" }, "No sector changes by more than US$ 5 m."));
  return made;
}
