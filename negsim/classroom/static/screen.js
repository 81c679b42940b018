// The projector: how many are here, which phase it is, how long it lasts. News of the world, but no names and no numbers of anybody's talks.
"use strict";
let view = null, arrived = 0;
const WORDS = { lobby: "join now", brief: "read your brief", talks: "the talks are on", closed: "the talks are over", debrief: "debrief" };
function draw() {
  if (!view) return;
  show("joining", view.phase === "lobby");
  show("screenclock", view.left !== null);
  if (view.left !== null) {
    const gone = view.paused ? 0 : (performance.now() - arrived) / 1000;
    byId("screenclock").textContent = (view.paused ? "paused " : "") + clockText(view.left - gone);
  }
  byId("state").textContent = view.students + (view.students === 1 ? " student · " : " students · ") + WORDS[view.phase] +
    (view.phase === "talks" ? " · " + view.done + " of " + view.groups + " groups are done" : "");
  const heard = (n) => n < view.groups ? " (" + n + " of " + view.groups + " groups)" : "";
  byId("news").replaceChildren(...view.news.map(([line, n]) => el("li", line + heard(n))));
}
setInterval(draw, 1000);
listen("/teach/c/" + byId("page").dataset.class + "/screen/events", (got) => { view = got; arrived = performance.now(); draw(); }, (lost) => show("offline", lost), () => location.reload());
