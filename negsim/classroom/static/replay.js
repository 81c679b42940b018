// Replay: show the steps up to the chosen one, the newest marked.
"use strict";
const slider = document.getElementById("step"), rows = document.getElementById("steps").children;
function draw() {
  const upTo = Number(slider.value);
  Array.from(rows).forEach((row, i) => { row.hidden = i >= upTo; row.classList.toggle("now", i === upTo - 1); });
  document.getElementById("at").textContent = upTo + " of " + rows.length;
}
function go(step) { slider.value = step; draw(); }
slider.addEventListener("input", draw);
document.getElementById("first").onclick = () => go(0);
document.getElementById("back").onclick = () => go(Number(slider.value) - 1);
document.getElementById("next").onclick = () => go(Number(slider.value) + 1);
draw();
