// The projector: how many are here, which phase it is, how long it lasts. No names, no numbers of anybody's talks.
"use strict";
let view = null, arrived = 0;
const WORDS = { lobby: "join now", brief: "read your brief", talks: "the talks are on", closed: "the talks are over", debrief: "debrief" };
function draw() {
  if (!view) return;
  show("joining", view.phase === "lobby");
  const open = view.groups.filter((g) => g.phase !== "closed");
  const clocks = open.filter((g) => g.left !== null);
  show("screenclock", clocks.length > 0);
  if (clocks.length) {
    const last = clocks.reduce((a, b) => (a.left > b.left ? a : b));
    byId("screenclock").textContent = (last.paused ? "paused " : "") + clockText(last.left - (last.paused ? 0 : (performance.now() - arrived) / 1000));
  }
  byId("state").textContent = view.students + (view.students === 1 ? " student · " : " students · ") + WORDS[view.phase] +
    (view.phase === "talks" ? " · " + (view.groups.length - open.length) + " of " + view.groups.length + " groups are done" : "");
}
setInterval(draw, 1000);
listen("/teach/c/" + byId("page").dataset.class + "/events", (got) => { view = got; arrived = performance.now(); draw(); }, (lost) => show("offline", lost));
