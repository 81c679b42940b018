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
function commands(row) {
  const cell = el("td", null, "do");
  if (row.phase === "closed") { const link = el("a", "Replay"); link.href = home + "/g/" + row.group; cell.append(link); return cell; }
  const names = [row.paused ? "resume" : "pause", "extend", "advance", "end"];
  const words = { pause: "Pause", resume: "Resume", extend: "+5 min", advance: row.phase === "brief" ? "Start" : "Close", end: "End" };
  for (const name of names.filter((n) => n !== "advance" || row.phase === "brief")) {
    const button = el("button", words[name], "quiet");
    button.onclick = () => act(name, row);
    cell.append(button, " ");
  }
  return cell;
}
function counted(n, what) { return n + " " + what + (n === 1 ? "" : "s"); }
function rowOf(row) {
  const line = el("tr");
  line.append(el("td", row.group, "n"), ...Object.values(row.sides).map(sideCell));
  const phase = el("td", row.phase === "closed" ? row.how.replace("_", " ") : row.phase === "brief" ? "brief" : "round " + row.round + " of " + row.rounds, "tight");
  if (row.phase !== "closed" && row.left !== null) {
    const clock = el("span", null, "mono");
    clock.dataset.left = row.left;
    clock.dataset.paused = row.paused ? "1" : "";
    phase.append(el("br"), clock);
  }
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
function draw() {
  byId("advance").textContent = NEXT[view.phase];
  byId("advance").disabled = view.phase === "debrief";
  show("debrief", view.phase === "closed" || view.phase === "debrief");
  byId("facts").textContent = counted(view.students, "student") + ", " + view.present + " here · " + counted(view.groups.length, "group") + " · " + view.phase + (view.purged ? " · names erased" : "");
  show("lobby", view.lobby.length > 0 || view.phase === "lobby");
  byId("waiting").replaceChildren(...view.lobby.map((s) => el("li", s.name + " (" + s.pseudonym + ")")));
  byId("rows").replaceChildren(...view.groups.map(rowOf));
  const chosen = byId("students").value;
  const seats = view.groups.flatMap((g) => Object.values(g.sides)).filter((s) => s.seat);
  byId("students").replaceChildren(...seats.map((s) => { const o = el("option", s.name || s.pseudonym); o.value = s.seat; return o; }));
  byId("students").value = chosen || (seats[0] && seats[0].seat);
  tick();
}
function tick() {
  const gone = (performance.now() - arrived) / 1000;
  document.querySelectorAll("[data-left]").forEach((box) => {
    box.textContent = (box.dataset.paused ? "paused " : "") + clockText(Number(box.dataset.left) - (box.dataset.paused ? 0 : gone));
  });
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
  if (name === "end" && !confirm(row ? "End the talks of group " + row.group + "?" : "End the talks of all groups?")) return;
  if (name === "advance" && !row && ASK[shown] && !confirm(ASK[shown])) return;
  report(await post(home + "/do/" + name, { phase: shown, minutes: 5, ...(row && { group: row.group }) }));
}
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
