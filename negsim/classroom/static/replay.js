// Replay: show the steps up to the chosen one.
"use strict";
const slider = document.getElementById("step"), rows = document.getElementById("steps").children;
function draw() {
  const upTo = Number(slider.value);
  Array.from(rows).forEach((row, i) => { row.hidden = i >= upTo; });
  document.getElementById("at").textContent = upTo + " of " + rows.length;
}
slider.addEventListener("input", draw);
draw();
