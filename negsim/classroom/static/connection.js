// Talking to the server: commands with a key that makes a repeat harmless, and a stream that comes back.
"use strict";
function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}
const PATIENCE = 8000, SILENCE = 4000; // milliseconds for an answer, and between two heartbeats of a stream
async function post(url, data) {
  let answer;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(data), signal });
  } catch (error) {
    return { ok: false, lost: true, error: "No answer from the classroom. Try again." };
  }
  let body = {};
  try { body = await answer.json(); } catch (error) { body = { error: "The server's answer cannot be read." }; }
  return { ok: answer.ok, status: answer.status, ...body };
}
// Listen to a stream of whole views. `offline` is told whether the connection is lost: an error says so at once, a
// server that hangs or a network that is gone without a word by their silence.
function listen(url, view, offline, gone) {
  let source = null, last = "", heard = performance.now(), opened = 0, asking = false, over = false;
  function alive() { heard = performance.now(); offline(false); }
  function leave() { over = true; source.close(); if (gone) gone(); }
  function open() {
    if (source) source.close();
    opened = performance.now();
    source = new EventSource(url + (last ? "?last=" + last : ""));
    source.onopen = alive;
    source.onmessage = (message) => { last = message.lastEventId; alive(); view(JSON.parse(message.data)); };
    source.addEventListener("beat", alive);
    source.addEventListener("gone", leave);
    source.onerror = () => offline(true);
  }
  async function watch() {
    const shut = source.readyState === EventSource.CLOSED;
    if (over || asking || (!shut && performance.now() - heard < SILENCE)) return;
    offline(true);
    asking = true;
    try { // a proxy may hold up the stream only
      const answer = await fetch(url.replace("/events", "/view"), { signal: AbortSignal.timeout(SILENCE) });
      if (answer.status === 403) leave();
      else if (answer.ok) { view(await answer.json()); alive(); }
    } catch (error) { /* no answer: the banner stays */ }
    asking = false;
    if (!over && (source.readyState === EventSource.CLOSED || performance.now() - opened > 2 * SILENCE)) open();
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden && source.readyState !== EventSource.OPEN) open(); });
  addEventListener("online", open);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
  setInterval(watch, 500);
}
function clockText(seconds) {
  const s = Math.max(0, Math.round(seconds));
  return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
}
