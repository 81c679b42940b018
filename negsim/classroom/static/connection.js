// Talking to the server: commands with a key that makes a repeat harmless, and a stream that comes back.
"use strict";
function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
}
async function post(url, data) {
  let answer;
  try {
    answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(data) });
  } catch (error) {
    return { ok: false, lost: true, error: "No connection; nothing was sent. Try again." };
  }
  let body = {};
  try { body = await answer.json(); } catch (error) { body = { error: "The server's answer cannot be read." }; }
  return { ok: answer.ok, status: answer.status, ...body };
}
// Listen to a stream of whole views. `offline` is told whether the connection is lost.
function listen(url, view, offline, gone) {
  let source = null, last = "", timer = 0, beat = 0;
  function open() {
    clearTimeout(timer);
    if (source) source.close();
    source = new EventSource(url + (last ? "?last=" + last : ""));
    source.onopen = () => { offline(false); alive(); };
    source.onmessage = (message) => { last = message.lastEventId; offline(false); alive(); view(JSON.parse(message.data)); };
    source.addEventListener("gone", () => { source.close(); clearTimeout(beat); if (gone) gone(); });
    source.onerror = () => {
      offline(true);
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 1000);
    };
  }
  function alive() { clearTimeout(beat); beat = setTimeout(check, 20000); }
  async function check() { // a proxy may hold the stream up, or the network is gone without a word
    try { const answer = await fetch(url.replace("/events", "/view")); if (answer.ok) view(await answer.json()); alive(); }
    catch (error) { offline(true); open(); }
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden && source.readyState !== EventSource.OPEN) open(); });
  addEventListener("online", open);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });
  open();
}
function clockText(seconds) {
  const s = Math.max(0, Math.round(seconds));
  return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
}
