// What has just happened is brought before the student's eyes, and if wished ears: top of the page, title, sound.
"use strict";
const TITLE = document.title;
let tones = null;
function bellIsOn() { try { return localStorage.getItem("bell") === "on"; } catch (error) { return tones !== null; } }
function drawBell() { byId("bell").ariaPressed = String(bellIsOn()); byId("bell").textContent = bellIsOn() ? "Sound on" : "Sound off"; }
function ring() {
  if (!bellIsOn()) return;
  if (navigator.vibrate) navigator.vibrate([150, 80, 150]);
  tones = tones || new AudioContext();
  const tone = tones.createOscillator(), volume = tones.createGain(), now = tones.currentTime;
  tone.connect(volume).connect(tones.destination);
  tone.frequency.setValueAtTime(660, now);
  tone.frequency.setValueAtTime(880, now + 0.15);
  volume.gain.setValueAtTime(0.2, now);
  volume.gain.linearRampToValueAtTime(0, now + 0.4);
  tone.start(now);
  tone.stop(now + 0.4);
}
byId("bell").onclick = () => {
  try { localStorage.setItem("bell", bellIsOn() ? "off" : "on"); } catch (error) { /* private mode: it stays off */ }
  drawBell();
  ring();
};
// Scroll a part of the page into view below the bar that stays, and let its heading be read out.
function bring(id) {
  const box = byId(id), heading = box.querySelector("h1, h2");
  document.documentElement.style.scrollPaddingTop = byId("bar").offsetHeight + 8 + "px";
  box.scrollIntoView({ block: "start" });
  if (heading && document.activeElement !== byId("text")) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
}
function isMine(v) { return v.phase === "talks" && v.turn === "me" && v.mine && !v.paused; }
function isFresh(v) { return Boolean(v.failed) && !v.history.some((line) => line.who === "me" && line.kind === "offered" && line.n > v.failed.n); }
// Tell what the newest view has that the one before had not.
function tellNews(old, v) {
  document.title = (v.phase === "closed" ? "The talks are over · " : isMine(v) ? "Your turn · " : "") + TITLE;
  if (!old) return;
  const failed = isFresh(v) && (!old.failed || old.failed.n !== v.failed.n);
  if (failed || (v.phase === "closed" && old.phase !== "closed")) bring(v.phase === "closed" ? "ended" : "failed");
  else if (v.phase !== old.phase) scrollTo(0, 0);
  if (failed || v.phase !== old.phase || (isMine(v) && !isMine(old))) ring();
}
drawBell();
