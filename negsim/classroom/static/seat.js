// A student's page: draws the newest view, sends commands.
"use strict";
const boot = JSON.parse(byId("boot").textContent);
const store = "draft-" + byId("page").dataset.seat;
let issues = boot.issues, table = boot.table, draft = null, view = null, model = null, arrived = 0, asked = 0, place = boot.place;

function setUp() {
  if (!issues || draft) return;
  draft = makeDraft(issues, store, drafted);
  drafted();
}
function drafted() {
  if (!draft || !table) return;
  gauge("mine", pointsOf(table, draft.levels()));
  drawGuard();
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
  const levels = draft.levels().join(), answer = await post("/seat/preview", { terms: draft.terms() });
  if (!answer.ok) return;
  model = { levels, home: answer.home };
  show("feedback", true);
  showFeedback(byId("feedback"), answer);
  drawGuard();
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
  if (phase === "lobby") {
    byId("welcome").textContent = v.waits ? "Wait to be let in" : "You are in";
    byId("next").textContent = v.waits ? "Your instructor sees that you are here and lets you in. Leave this page open." : "The talks begin when your instructor starts the class. Leave this page open.";
    byId("turn").textContent = v.waits ? "Waiting for your instructor" : "Waiting for the class to start";
    return;
  }
  show("brieflink", true);
  byId("country").textContent = v.country;
  document.body.style.setProperty("--own", v.colour);
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
  show("say", phase !== "closed" && v.partner.kind === "person");
  show("deaf", phase !== "closed" && v.partner.kind !== "person");
  if (phase === "closed") show("feedback", false);
  const offers = v.history.filter((line) => line.kind === "offered");
  const last = (who) => offers.filter((line) => line.who === who).pop();
  const theirs = last("them"), mine = last("me");
  if (draft) draft.mark(theirs && theirs.levels, mine && mine.levels);
  gauge("theirs", v.offer && table ? pointsOf(table, theirs.levels) : null);
  const myTurn = isMine(v);
  show("bell", true);
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
  drawGuard();
}
// What a student should know before a click: said beside the buttons, and again in the question that follows.
const worse = (value) => value < -0.5;
const chance = (odds) => (odds < 0.01 ? "less than 1 %" : odds > 0.99 ? "more than 99 %" : Math.round(odds * 100) + " %");
const passes = (what, odds) => "Chance that your side ratifies " + what + ": " + chance(odds) + ".";
function aboutTheirs(v) {
  const theirs = v.history.filter((line) => line.kind === "offered" && line.who === "them").pop(), said = [];
  if (v.offer === null || !theirs || !table) return said;
  if (worse(pointsOf(table, theirs.levels))) said.push("Their offer is worth less than no deal to you.");
  if (v.odds !== null) said.push(passes("their offer", v.odds));
  return said;
}
function aboutMine() {
  const said = [], levels = draft.levels();
  if (worse(pointsOf(table, levels))) said.push("Your draft is worth less than no deal to you.");
  if (model && model.home.votes && model.levels === levels.join()) said.push(passes("your draft", model.home.odds));
  return said;
}
const LAST = {
  answer: "This is the last offer: the talks end without a deal if you do not accept it.",
  offer: "This is your last offer: the talks end without a deal if it is refused.",
};
const lastWords = (v) => (v.last === "answer" && v.offer === null ? ["The talks end now: nobody is left to answer an offer."] : v.last ? [LAST[v.last]] : []);
function drawGuard() {
  if (!view || !view.history || !draft || !table) return;
  const mine = isMine(view);
  fill(byId("guard"), mine ? [...lastWords(view), ...aboutTheirs(view), ...aboutMine()].map((text) => el("li", text)) : []);
}
function drawFailure(v) {
  show("failed", isFresh(v));
  if (!isFresh(v)) return;
  const [from, to] = v.failed.rests || [], rounds = from === to ? "Round " + from + " passes" : "Rounds " + from + " to " + to + " pass";
  const over = v.phase === "closed", last = v.history[v.history.length - 1].kind === "suspended";
  const pause = !v.failed.rests ? "" : rounds + " without moves" + (!over ? "; then the talks go on." : last ? ", and no round is left." : ".");
  fill(byId("failed"), [el("h2", v.failed.detail), el("p", "Both sides had agreed on " + changes(null, v.failed.levels) + ". " + pause), el("p", "What your own side made of it:"), homeBox(v.failed.home)]);
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
const VERBS = { offered: ["offer", "offers"], accepted: ["accept", "accepts"], walked_away: ["walk away", "walks away"] };
// Rounds that pass without moves one after another are one line.
function joined(history) {
  const lines = [];
  for (const line of history) {
    const before = lines[lines.length - 1];
    if (line.kind === "suspended" && before && before.kind === "suspended") before.to = line.round;
    else lines.push({ ...line, to: line.round });
  }
  return lines;
}
function drawHistory(v) {
  const last = {};
  const lines = joined(v.history).map((line) => {
    const who = line.who === "me" ? "You" : line.who === "them" ? v.other : "";
    const item = el("li", null, line.who);
    item.dataset.key = line.n;
    const by = line.by === "computer" ? " (computer)" : line.by === "world" ? " (the leader)" : "";
    item.append(el("b", who ? who + by + " " + VERBS[line.kind][line.who === "me" ? 0 : 1] : line.detail));
    item.append(el("small", line.to > line.round ? " rounds " + line.round + " to " + line.to : line.round ? " round " + line.round : " before round 1"));
    if (line.kind === "offered") {
      item.append(el("span", points(line.points) + " for you", "points"));
      item.append(el("div", changes(last[line.who], line.levels)));
      last[line.who] = line.levels;
    }
    return item;
  });
  fill(byId("history"), lines.reverse());
}
function changes(before, after) {
  if (!issues) return "";
  const words = after.map((k, i) => [issues[i], k, before ? before[i] : null]);
  if (!before) return words.map(([issue, k]) => issue.title + " " + issue.labels[k]).join(", ");
  const moved = words.filter(([, k, old]) => k !== old).map(([issue, k, old]) => issue.title + " " + issue.labels[old] + " → " + issue.labels[k]);
  return moved.length ? moved.join(", ") : "the same as before";
}
function drawChat(v) {
  fill(byId("chat"), v.chat.map((m) => {
    const line = el("p", null, m.who);
    line.dataset.key = m.n;
    line.append(el("b", m.who === "me" ? "You: " : v.other + ": "), m.text);
    return line;
  }));
}
const ENDS = {
  agreed: "You have an agreement.", signed: "You have signed an agreement.", struck_then_signed: "You have signed an agreement, after the court struck the tariffs down.",
  ratification_failed: "Your agreement failed at home, and the deadline passed without another.", walked_away: "The talks ended: one side walked away.",
  broken_down: "The talks broke down over a refused offer.", framework_only: "The deadline passed: a framework stands, but nothing is signed.", expired: "The deadline passed without an agreement.",
  time_up: "The time was up before you agreed.", ended: "Your instructor ended the talks.",
};
function drawEnd(v) {
  show("ended", Boolean(v.ended));
  if (!v.ended) return;
  const box = byId("ended"), e = v.ended;
  const made = [el("h1", ENDS[e.how] || e.how)];
  if (e.levels) {
    made.push(el("p", "It is worth " + points(e.points) + " points to you (no deal 0, your best 100): " + changes(null, e.levels) + "."));
    if (e.home.votes) made.push(el("p", "It was ratified on both sides. What they make of it at home:"));
    made.push(homeBox(e.home));
  } else made.push(el("p", "No deal is worth 0 points."));
  if (e.failures && !isFresh(v)) made.push(el("p", (e.failures === 1 ? "One agreement" : e.failures + " agreements") + " failed at home on the way; see the record below."));
  if (v.released) { const link = el("a", "My debrief", "button"); link.href = "/seat/debrief"; made.push(link); }
  else made.push(el("p", "Your instructor opens the debrief when all groups are done.", "note"));
  fill(box, made);
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
byId("send").onclick = () => {
  const terms = draft.terms(), known = worse(pointsOf(table, draft.levels())) ? aboutMine() : [];
  const ends = view.last === "answer" ? ["The talks end without a deal if you send it: nobody is left to answer."] : [];
  if (known.length + ends.length) sure([...known, ...ends, "Send this offer?"].join(" "), () => send("offer", { terms }));
  else send("offer", { terms });
};
byId("accept").onclick = () => {
  const offer = view.offer, worth = byId("theirs").textContent;
  sure(["Accept the offer on the table, worth " + worth + " points to you?", ...aboutTheirs(view)].join(" "), () => send("accept", { offer }));
};
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
  const before = view;
  view = got;
  arrived = performance.now();
  draw(view);
  tellNews(before, view);
  if (table_old) freshTable();
  else if (news && draft) drafted();
}, (lost) => show("offline", lost), () => location.reload());
