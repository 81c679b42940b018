// A student's page: draws the newest view, sends commands.
"use strict";
const boot = JSON.parse(byId("boot").textContent);
const store = "draft-" + byId("page").dataset.seat;
let issues = boot.issues, table = boot.table, draft = null, view = null, arrived = 0, asked = 0, place = boot.place;

function setUp() {
  if (!issues || draft) return;
  draft = makeDraft(issues, store, drafted);
  drafted();
}
function drafted() {
  if (!draft || !table) return;
  gauge("mine", pointsOf(table, draft.levels()));
  clearTimeout(asked);
  asked = setTimeout(askModel, 350);
}
// Write points into the bar and move their mark on the scale from -100 to 100.
function gauge(name, value) {
  byId(name).textContent = value === null ? "–" : points(value);
  show("at-" + name, value !== null);
  if (value !== null) byId("at-" + name).style.left = Math.max(0, Math.min(100, 50 + value / 2)) + "%";
}
async function askModel() {
  if (!view || view.phase === "closed") return;
  const answer = await post("/seat/preview", { terms: draft.terms() });
  if (answer.ok) { show("feedback", true); showFeedback(byId("feedback"), answer); }
}
async function freshTable() {
  const answer = await fetch("/seat/table");
  if (!answer.ok) return;
  const got = await answer.json();
  table = got.table;
  issues = issues || got.issues;
  setUp();
  drafted();
  draw(view);
}
function drawClock() {
  if (!view) return;
  const box = byId("clock");
  if (view.phase === "closed" || view.left === undefined || view.left === null) { box.textContent = ""; return; }
  const left = view.paused ? view.left : view.left - (performance.now() - arrived) / 1000;
  box.textContent = (view.paused ? "paused " : "") + clockText(left);
  box.classList.toggle("short", left < 60 && view.phase === "talks");
}
function draw(v) {
  const phase = v.phase, talks = phase === "talks";
  show("lobby", phase === "lobby");
  byId("count").textContent = v.count === 1 ? "You are the first here." : v.count + " students are here.";
  byId("rejoin").textContent = v.rejoin;
  if (phase === "lobby") { byId("turn").textContent = "Waiting for the class to start"; return; }
  show("brieflink", true);
  byId("country").textContent = v.country;
  document.body.dataset.side = v.side;
  byId("group").textContent = "group " + v.group;
  document.querySelectorAll(".country").forEach((x) => { x.textContent = v.country; });
  document.querySelectorAll(".other").forEach((x) => { x.textContent = v.other + " (" + v.partner.name + ")"; });
  show("brieftime", phase === "brief");
  byId("ready").disabled = v.ready;
  byId("ready").textContent = v.ready ? "Read ✓" : "I have read it";
  show("takeback", phase !== "closed" && !v.mine);
  show("table", phase !== "closed" && Boolean(draft));
  show("values", phase !== "closed" && Boolean(draft));
  show("record", v.history.length > 0);
  show("talk", v.chat_open);
  show("say", phase !== "closed");
  if (phase === "closed") show("feedback", false);
  const offers = v.history.filter((line) => line.kind === "offered");
  const last = (who) => offers.filter((line) => line.who === who).pop();
  const theirs = last("them"), mine = last("me");
  if (draft) draft.mark(theirs && theirs.levels, mine && mine.levels);
  gauge("theirs", v.offer && table ? pointsOf(table, theirs.levels) : null);
  const myTurn = talks && v.turn === "me" && v.mine && !v.paused;
  byId("send").disabled = !myTurn;
  byId("walk").disabled = !myTurn;
  show("accept", talks && v.offer !== null);
  byId("accept").disabled = !myTurn;
  show("copy", Boolean(theirs));
  byId("turn").textContent = turnText(v, talks, myTurn);
  byId("bar").classList.toggle("now", myTurn);
  drawHistory(v);
  drawChat(v);
  drawEnd(v);
  drawFailure(v);
  drawClock();
}
function drawFailure(v) {
  show("failed", Boolean(v.failed));
  if (!v.failed) return;
  byId("failed").replaceChildren(el("h2", v.failed.detail), el("p", "The agreement was " + changes(null, v.failed.levels) +
    ". After a pause the talks go on. What your own side made of it:"), homeBox(v.failed.home));
}
function turnText(v, talks, myTurn) {
  if (v.phase === "brief") return "Prepare; the talks begin soon";
  if (v.phase === "closed") return "The talks are over";
  if (v.paused) return "Paused by your instructor";
  const where = " · round " + v.round + " of " + v.rounds;
  if (myTurn) return "Your turn" + where;
  if (v.turn === "them") return (v.partner.kind === "computer" ? "The computer is thinking" : "Waiting for " + v.other) + where;
  return "Wait" + where;
}
const VERBS = { offered: "offer", accepted: "accept", walked_away: "walk away" };
function drawHistory(v) {
  const last = {};
  const once = v.history.filter((line, i, all) => !(line.kind === "suspended" && i && all[i - 1].kind === "suspended"));
  const lines = once.map((line) => {
    const who = line.who === "me" ? "You" : line.who === "them" ? v.other : "";
    const item = el("li", null, line.who);
    const by = line.by === "computer" ? " (computer)" : line.by === "world" ? " (the leader)" : "";
    item.append(el("b", who ? who + by + " " + VERBS[line.kind] + (line.who === "them" ? "s" : "") : line.detail));
    item.append(el("small", " round " + line.round));
    if (line.kind === "offered") {
      item.append(el("span", points(line.points) + " for you", "points"));
      item.append(el("div", changes(last[line.who], line.levels)));
      last[line.who] = line.levels;
    }
    return item;
  });
  byId("history").replaceChildren(...lines.reverse());
}
function changes(before, after) {
  if (!issues) return "";
  const words = after.map((k, i) => [issues[i], k, before ? before[i] : null]);
  if (!before) return words.map(([issue, k]) => issue.title + " " + issue.labels[k]).join(", ");
  const moved = words.filter(([, k, old]) => k !== old).map(([issue, k, old]) => issue.title + " " + issue.labels[old] + " → " + issue.labels[k]);
  return moved.length ? moved.join(", ") : "the same as before";
}
function drawChat(v) {
  byId("chat").replaceChildren(...v.chat.map((m) => {
    const line = el("p", null, m.who);
    line.append(el("b", m.who === "me" ? "You: " : v.other + ": "), m.text);
    return line;
  }));
}
const ENDS = {
  agreed: "You have an agreement.", walked_away: "The talks ended: one side walked away.", expired: "The deadline passed without an agreement.",
  time_up: "The time was up before you agreed.", ended: "Your instructor ended the talks.",
};
function drawEnd(v) {
  show("ended", Boolean(v.ended));
  if (!v.ended) return;
  const box = byId("ended"), e = v.ended;
  box.replaceChildren(el("h1", ENDS[e.how] || e.how));
  if (e.levels) {
    box.append(el("p", "It is worth " + points(e.points) + " points to you (no deal 0, your best 100): " + changes(null, e.levels) + "."));
    if (e.home.votes) box.append(el("p", "It was ratified on both sides. What they make of it at home:"));
    box.append(homeBox(e.home));
  } else box.append(el("p", "No deal is worth 0 points."));
  if (e.failures) box.append(el("p", (e.failures === 1 ? "One agreement" : e.failures + " agreements") + " failed at home on the way; see the record below."));
  if (v.released) { const link = el("a", "My debrief", "button"); link.href = "/seat/debrief"; box.append(link); }
  else box.append(el("p", "Your instructor opens the debrief when all groups are done.", "note"));
}
function refuse(answer) {
  const box = byId("refusal");
  box.textContent = answer.ok ? "" : answer.error;
  box.hidden = answer.ok;
  if (!answer.ok) box.scrollIntoView({ block: "nearest" });
}
let pending = null; // a command that got no answer is sent again with the same key
async function send(command, data) {
  if (!pending || pending.command !== command || JSON.stringify(pending.data) !== JSON.stringify(data)) pending = { command, data, key: freshKey() };
  const answer = await post("/seat/" + command, { ...data, key: pending.key });
  if (!answer.lost) pending = null;
  refuse(answer);
  return answer.ok;
}
function sure(question, then) {
  byId("question").textContent = question;
  show("confirm", true);
  byId("yes").onclick = () => { show("confirm", false); then(); };
  byId("no").onclick = () => show("confirm", false);
  byId("yes").focus();
}
byId("send").onclick = () => send("offer", { terms: draft.terms() });
byId("accept").onclick = () => { const offer = view.offer; sure("Accept the offer on the table, worth " + byId("theirs").textContent + " points to you?", () => send("accept", { offer })); };
byId("walk").onclick = () => sure("Walk away? The talks end without a deal for both sides.", () => send("walk", {}));
byId("copy").onclick = () => { const line = view.history.filter((x) => x.kind === "offered" && x.who === "them").pop(); if (line) draft.set(line.levels); };
byId("ready").onclick = () => send("ready", {});
byId("back").onclick = () => send("take_back", {});
byId("say").onsubmit = async (event) => {
  event.preventDefault();
  const text = byId("text").value.trim();
  if (text && await send("say", { text })) byId("text").value = "";
};
setUp();
setInterval(drawClock, 1000);
listen("/seat/events", (seen) => {
  const got = { ...seen, ...seen.talks };
  const sits = got.side ? got.side + " " + got.group : null;
  if (place && place !== sits) { location.reload(); return; } // moved: everything on this page is the old place's
  place = sits;
  const table_old = got.table !== undefined && (!table || table.version !== got.table);
  const news = !view || got.phase !== view.phase || got.offer !== view.offer;
  view = got;
  arrived = performance.now();
  draw(view);
  if (table_old) freshTable();
  else if (news && draft) drafted();
}, (lost) => show("offline", lost), () => location.reload());
