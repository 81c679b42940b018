// The instructor's board: draws the newest view of all groups, sends commands.
"use strict";
const home = "/teach/c/" + byId("page").dataset.class;
const NEXT = { lobby: "Pair and hand out briefs", brief: "Start the talks", talks: "Close the talks", closed: "Open the debrief", debrief: "Debrief is open" };
let view = JSON.parse(byId("boot").textContent), arrived = performance.now();

function sideCell(side) {
  const cell = el("td", null, "side");
  if (side.seat) {
    cell.append(el("b", side.name || side.pseudonym), el("br"));
    cell.append(el("span", side.here ? "● here" : "○ away", side.here ? "here" : "away"));
    if (side.kind === "computer") cell.append(el("small", " · a computer plays"));
    else if (view.phase === "brief" && side.ready) cell.append(el("small", " · brief read"));
    if (side.name) cell.append(el("br"), el("small", side.pseudonym));
  } else cell.append(el("small", "computer"));
  return cell;
}
const WORDS = { pause: "Pause", resume: "Resume", extend: "+5 min", advance: "Start", end: "End" };
function commands(row) {
  const cell = el("td", null, "do");
  if (row.phase === "closed") { const link = el("a", "Replay"); link.href = home + "/g/" + row.group; cell.append(link); return cell; }
  const names = [row.paused ? "resume" : "pause", "extend", ...(row.phase === "brief" ? ["advance"] : []), "end"];
  for (const name of names) {
    const button = el("button", WORDS[name], "quiet");
    button.dataset.act = name;
    button.dataset.key = name === "resume" ? "pause" : name; // one place, so that it stays the same button
    cell.append(button);
  }
  return cell;
}
function counted(n, what) { return n + " " + what + (n === 1 ? "" : "s"); }
function rowOf(row) {
  const line = el("tr");
  line.dataset.key = row.group;
  line.append(el("td", row.group, "n"), ...Object.values(row.sides).map(sideCell));
  const phase = el("td", row.phase === "closed" ? row.how.replaceAll("_", " ") : row.phase === "brief" ? "brief" : "round " + row.round + " of " + row.rounds, "tight");
  if (row.phase !== "closed" && row.left !== null) phase.append(el("br"), el("span", clock(row), "mono clock"));
  if (row.turn) phase.append(el("br"), el("small", row.sides[row.turn].country + " to move"));
  line.append(phase);
  line.append(el("td", row.terms ? Object.entries(row.terms).map(([k, v]) => k + " " + v).join(", ") || "nothing changes" : "–", "terms"));
  const signed = (x) => (x < -0.5 ? "−" : "") + Math.abs(Math.round(x));
  line.append(el("td", row.points ? Object.values(row.points).map(signed).join(" / ") : "–", "n"));
  const look = el("td");
  row.alerts.forEach((text) => look.append(el("span", text, "alert" + (text === "agreed" ? " agreed" : ""))));
  if (row.news) look.append(el("div", row.news, "news"));
  look.append(el("small", " " + counted(row.offers, "offer") + ", " + counted(row.messages, "message")));
  line.append(look, commands(row));
  return line;
}
function clock(row) { return (row.paused ? "paused " : "") + clockText(row.left - (row.paused ? 0 : (performance.now() - arrived) / 1000)); }
function option(side) { const made = el("option", side.name || side.pseudonym); made.value = made.dataset.key = side.seat; return made; }
function person(s, ...tools) {
  const item = el("li", null, "person");
  item.dataset.key = s.seat;
  item.append(el("span", s.name + " (" + s.pseudonym + ")"), ...tools);
  return item;
}
function tool(text, command, cls) { const made = el("button", text, "quiet " + (cls || "")); made.dataset.seatdo = command; return made; }
// Where somebody who comes late can sit: wherever no student's page is open.
function places() {
  const made = el("select");
  made.ariaLabel = "Place";
  made.append(el("option", "where there is room"));
  made.firstChild.value = "";
  for (const g of view.groups.filter((row) => row.phase !== "closed")) for (const [side, s] of Object.entries(g.sides)) if (!s.here) {
    const place = el("option", "group " + g.group + ", " + s.country + (s.seat ? ": for " + (s.name || s.pseudonym) + ", who is away" : ": for the computer"));
    place.value = place.dataset.key = g.group + " " + side;
    made.append(place);
  }
  return made;
}
function drawPeople() {
  show("door", view.waiting.length > 0);
  fill(byId("waiting"), view.waiting.map((s) => person(s, ...(view.phase === "lobby" ? [] : [places()]), tool("Let in", "admit"), tool("Turn away", "dismiss", "bad"))));
  show("lobby", view.lobby.length > 0 || view.phase === "lobby");
  fill(byId("inlobby"), view.lobby.map((s) => person(s, tool("Remove", "dismiss", "bad"))));
  show("clear", view.lobby.length > 1);
  byId("lock").textContent = view.locked ? "Unlock" : "Lock";
  byId("lock").dataset.do = view.locked ? "unlock" : "lock";
}
async function onPerson(event) {
  const button = event.target.closest("[data-seatdo]");
  if (!button) return;
  const item = button.closest("li"), chosen = item.querySelector("select");
  const [group, side] = chosen && chosen.value ? chosen.value.split(" ") : [];
  report(await post(home + "/seat/" + button.dataset.seatdo, { seat: item.dataset.key, ...(group && button.dataset.seatdo === "admit" && { group, side }) }));
}
byId("waiting").onclick = byId("inlobby").onclick = onPerson;
function draw() {
  byId("advance").textContent = NEXT[view.phase];
  byId("advance").disabled = view.phase === "debrief";
  show("debrief", view.phase === "closed" || view.phase === "debrief");
  const facts = (view.locked ? "locked · " : "") + counted(view.students, "student") + " (" + view.expected + " expected), " + view.present + " here · " + counted(view.groups.length, "group") + " · " + view.phase + (view.purged ? " · names erased" : "");
  if (byId("facts").textContent !== facts) byId("facts").textContent = facts;
  drawPeople();
  fill(byId("rows"), view.groups.map(rowOf));
  fill(byId("students"), view.groups.flatMap((g) => Object.values(g.sides)).filter((s) => s.seat).map(option));
}
function tick() {
  view.groups.forEach((row, i) => { const box = byId("rows").children[i].querySelector(".clock"); if (box) box.textContent = clock(row); });
}
function take(got) { if (got.groups) { view = got; arrived = performance.now(); draw(); } }
function report(answer) {
  byId("refusal").textContent = answer.error || "";
  show("refusal", !answer.ok);
  if (answer.ok) take(answer);
}
const ASK = {
  talks: "Close the talks of all groups? Groups without an agreement end without a deal.",
  closed: "Open the debrief? Every student then sees the own result against the class.",
};
async function act(name, row) {
  const shown = (row || view).phase;
  if (name === "clear" && !confirm("Remove everybody from the lobby? Whoever is real can join again.")) return;
  if (name === "end" && !confirm(row ? "End the talks of group " + row.group + "?" : "End the talks of all groups?")) return;
  if (name === "advance" && !row && ASK[shown] && !confirm(ASK[shown])) return;
  report(await post(home + "/do/" + name, { phase: shown, minutes: 5, ...(row && { group: row.group }) }));
}
byId("rows").onclick = (event) => {
  const button = event.target.closest("[data-act]");
  if (button) act(button.dataset.act, view.groups.find((g) => String(g.group) === button.closest("tr").dataset.key));
};
document.querySelectorAll("[data-do]").forEach((button) => { button.onclick = () => act(button.dataset.do); });
byId("seatform").onsubmit = async (event) => {
  event.preventDefault();
  const command = event.submitter.dataset.seat, form = new FormData(byId("seatform"));
  const data = Object.fromEntries(form.entries());
  if (command === "kick" || command === "code") {
    const row = view.groups.find((g) => String(g.group) === data.group);
    data.seat = row ? row.sides[data.side].seat || "" : "";
  }
  const answer = await post(home + "/seat/" + command, data);
  report(answer);
  byId("answer").textContent = answer.rejoin ? "New rejoin code: " + answer.rejoin : answer.ok ? "Done." : "";
};
byId("purge").onsubmit = (event) => { if (!confirm("Erase all names and messages of this class? Moves and pseudonyms stay.")) event.preventDefault(); };
draw();
setInterval(tick, 1000);
listen(home + "/events", take, (lost) => show("offline", lost), () => location.reload());
