// The explorer: sliders turn settings, the address keeps them, answers are drawn as they come.
"use strict";
const facts = JSON.parse(byId("config").textContent);
const known = new Map(facts.knobs.map((knob) => [knob.path, knob]));
const sides = ["a", "b"];
let state = readAddress(location.search);
let turning = "a";
const shown = { a: { answer: null, talks: [], asked: 0 }, b: { answer: null, talks: [], asked: 0 } };

function readAddress(search) {
  const found = { a: {}, b: {}, two: false, at: null, tour: 0 };
  for (const [name, value] of new URLSearchParams(search)) {
    if (name === "two") found.two = value === "1";
    else if (name === "at") found.at = value;
    else if (name === "tour") found.tour = Number(value);
    else if (name.startsWith("b.")) found.b[name.slice(2)] = value;
    else if (known.has(name)) found.a[name] = value;
  }
  for (const side of sides) for (const [path, text] of Object.entries(found[side])) if (!known.get(path).choices.length) found[side][path] = Number(text);
  return found;
}
function query(changes, more = {}) {
  const params = new URLSearchParams();
  for (const [path, value] of Object.entries(changes)) params.set(path, value);
  for (const [name, value] of Object.entries(more)) if (value !== null && value !== false && value !== 0) params.set(name, value);
  return params.toString();
}
function addressNow() {
  const second = Object.fromEntries(Object.entries(state.b).map(([path, value]) => [`b.${path}`, value]));
  return query({ ...state.a, ...(state.two ? second : {}) }, { at: state.at, two: state.two ? 1 : null, tour: state.tour });
}
function keep() {
  const now = addressNow();
  history.replaceState(null, "", now ? `?${now}` : location.pathname);
  byId("yaml").href = `/scenario.yaml?${query(state[turning])}`;
  const second = state.two ? Object.fromEntries(Object.entries(state.b).map(([path, value]) => [`b.${path}`, value])) : {};
  byId("experiment").href = `/experiment.yaml?${query({ ...state.a, ...second })}`;
}
const visible = () => (state.two ? sides : ["a"]);

// Ask once at a time and side: what was turned in the meantime is asked when the answer is there.
async function ask(side) {
  const one = shown[side], number = ++one.asked;
  if (one.busy) return;
  one.busy = true;
  let done = 0;
  while (done !== one.asked) {
    done = one.asked;
    await answer(side);
  }
  one.busy = false;
  if (number) play(side);
}
async function answer(side) {
  try {
    const got = await fetch(`/answer?${query(state[side], { at: state.at })}`);
    const data = await got.json();
    if (!got.ok) { refuse(data.error); return; }
    refuse("");
    shown[side].answer = data;
    shown[side].talks = [];
    draw(side);
    if (side === turning) drawWeights(data.weights);
  } catch (error) { refuse("The explorer does not answer; is it still running?"); }
}
async function play(side) {
  const one = shown[side], number = one.asked;
  try {
    const got = await fetch(`/talks?${query(state[side], { n: facts.talks })}`);
    if (!got.ok) return;
    const reader = got.body.pipeThrough(new TextDecoderStream()).getReader();
    const talks = [];
    let rest = "", drawn = 0;
    for (;;) {
      const { value, done } = await reader.read();
      if (number !== one.asked) { reader.cancel(); return; }
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      talks.push(...lines.map((line) => JSON.parse(line)));
      if (performance.now() - drawn > 150) { one.talks = talks; draw(side, true); drawn = performance.now(); }
    }
    one.talks = talks;
    draw(side, true);
  } catch (error) { refuse("The explorer does not answer; is it still running?"); }
}
function refuse(sentence) { byId("refusal").textContent = sentence; byId("refusal").hidden = !sentence; }
function choose(at) { state.at = at; keep(); visible().forEach(ask); }

function draw(side, talksOnly = false) {
  const one = shown[side], place = byId(`setting-${side}`);
  if (!place || !one.answer) return;
  const figure = place.querySelector("figure");
  figure.replaceChildren(picture(one.answer, one.talks, facts.sides, choose), caption(one.answer));
  place.querySelector(".talks").replaceWith(talksPanel(one.talks, facts.talks, facts.issues));
  if (!talksOnly) {
    const focus = [...place.querySelectorAll(".outcome select, .outcome button")].indexOf(document.activeElement);
    place.querySelector(".outcome").replaceWith(outcomePanel(one.answer, facts, choose));
    if (focus >= 0) place.querySelectorAll(".outcome select, .outcome button")[focus]?.focus();
  }
}
function caption(answer) {
  const home = facts.sides.map((side) => `${side.short} ${answer.ratified[side.party] === null ? "\u2013" : percent(answer.ratified[side.party])}`).join(", ");
  return el("figcaption", {}, el("b", {}, answer.reading), ` Alone: ${home}. `,
    el("span", { class: "key passes3" }), " both would ratify ", el("span", { class: "key passes1" }), ` ${facts.sides[0].short} alone `,
    el("span", { class: "key passes2" }), ` ${facts.sides[1].short} alone `, el("span", { class: "key passes0" }), " neither ",
    `\u00b7 line: frontier \u00b7 \u25b3 Nash \u25a1 Kalai-Smorodinsky \u25c7 egalitarian + utilitarian \u00b7 discs: where talks end, in points of the start \u00b7 ring: looked at. `,
    answer.cloud.beyond > 0.005 ? `${percent(answer.cloud.beyond)} of outcomes lie beyond the frame.` : "");
}
function frames() {
  byId("settings").replaceChildren(...visible().map((side) => el("article", { id: `setting-${side}`, "aria-label": state.two ? (side === "a" ? "Left setting" : "Right setting") : "The bargain" },
    el("h2", { class: state.two ? "" : "unseen" }, !state.two ? "The bargain" : side === "a" ? "Left" : "Right"), state.two ? el("p", { class: "soft turned" }) : null,
    el("figure", {}), el("section", { class: "talks" }), el("section", { class: "outcome" }))));
  byId("settings").classList.toggle("two", state.two);
  describeTurned();
}
function describeTurned() {
  for (const side of visible()) {
    const place = byId(`setting-${side}`)?.querySelector(".turned");
    if (!place) continue;
    const turned = Object.entries(state[side]).map(([path, value]) => `${known.get(path).label}: ${written(known.get(path), value)}`);
    place.textContent = turned.join("; ") || "as the scenario has it";
  }
}
function written(knob, value) {
  if (knob.choices.length) return String(value).replaceAll("_", " ");
  return knob.shown === "percent" ? percent(value) : minus(Number(Number(value).toFixed(3)));
}
const inputs = new Map();
function knobs() {
  const groups = new Map();
  for (const knob of facts.knobs) groups.set(knob.group, [...(groups.get(knob.group) || []), knob]);
  let opened = 0;
  byId("knobs").replaceChildren(...[...groups].map(([name, members]) => el("details", { open: opened++ < 3 }, el("summary", {}, name), ...members.map(knobRow))));
}
function knobRow(knob) {
  const id = `k-${knob.path}`, output = el("output", { for: id });
  const input = knob.choices.length
    ? el("select", { id }, ...knob.choices.map((choice) => el("option", { value: choice }, choice.replaceAll("_", " "))))
    : el("input", { id, type: "range", min: knob.low, max: knob.high, step: knob.step });
  input.addEventListener("input", () => turn(knob, knob.choices.length ? input.value : Number(input.value)));
  inputs.set(knob.path, { knob, input, output });
  return el("div", { class: "knob", title: knob.path }, el("label", { for: id }, knob.label), output, input);
}
function turn(knob, value) {
  if (value === knob.value) delete state[turning][knob.path];
  else state[turning][knob.path] = value;
  setKnobs();
  keep();
  describeTurned();
  ask(turning);
}
function setKnobs(weights = {}) {
  for (const { knob, input, output } of inputs.values()) {
    const turned = knob.path in state[turning];
    const value = turned ? state[turning][knob.path] : weights[knob.path] ?? knob.value;
    input.value = value;
    if (!knob.choices.length) input.setAttribute("aria-valuetext", written(knob, value));
    output.textContent = knob.choices.length ? "" : written(knob, value);
    input.closest(".knob").classList.toggle("turned", turned);
  }
}
const drawWeights = (weights) => setKnobs(weights);
function press(side) {
  turning = side;
  byId("turna").setAttribute("aria-pressed", side === "a");
  byId("turnb").setAttribute("aria-pressed", side === "b");
  setKnobs(shown[side].answer ? shown[side].answer.weights : {});
  keep();
}
function showTour() {
  const step = facts.tour[state.tour - 1];
  byId("tour").hidden = !step;
  if (!step) return;
  byId("step").textContent = `${state.tour} of ${facts.tour.length}: ${step.title}`;
  byId("story").textContent = step.text;
  byId("back").disabled = state.tour === 1;
  byId("next").textContent = state.tour === facts.tour.length ? "Finish" : "Next";
}
function go(step) {
  const address = step > 0 && step <= facts.tour.length ? facts.tour[step - 1].address : "";
  state = readAddress(`?${address}`);
  state.tour = address || step === 1 ? step : 0;
  all();
  if (state.tour) byId("step").focus();
}
function all() {
  byId("two").setAttribute("aria-pressed", state.two);
  byId("which").hidden = !state.two;
  if (!state.two) turning = "a";
  showTour();
  frames();
  press(turning);
  visible().forEach(ask);
}
byId("begin").addEventListener("click", () => go(1));
byId("begin").hidden = !facts.tour.length;
byId("next").addEventListener("click", () => go(state.tour + 1 > facts.tour.length ? 0 : state.tour + 1));
byId("back").addEventListener("click", () => go(state.tour - 1));
byId("leave").addEventListener("click", () => { state.tour = 0; showTour(); keep(); });
byId("reset").addEventListener("click", () => { state = readAddress(""); all(); });
byId("two").addEventListener("click", () => { state.two = !state.two; if (state.two && !Object.keys(state.b).length) state.b = { ...state.a }; all(); if (state.two) press("b"); });
byId("sheet").addEventListener("click", () => byId("sheet").setAttribute("aria-expanded", document.querySelector("aside").classList.toggle("open")));
byId("turna").addEventListener("click", () => press("a"));
byId("turnb").addEventListener("click", () => press("b"));
window.addEventListener("popstate", () => { state = readAddress(location.search); all(); });
knobs();
all();
