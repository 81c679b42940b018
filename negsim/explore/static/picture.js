// The picture of the bargain: every outcome as a cell, the frontier, four points of theory, where talks ended.
"use strict";
const SIDE = 460, EDGE = 46, FOOT = 42;
const MARKS = { Nash: "M0 -8L7 6L-7 6Z", "Kalai-Smorodinsky": "M-6 -6H6V6H-6Z", egalitarian: "M0 -8L8 0L0 8L-8 0Z", utilitarian: "M-7 0H7M0 -7V7" };
function scaleOf(cloud) {
  const length = SIDE - EDGE - 10, unit = length / (cloud.high - cloud.low);
  return {
    x: (value) => EDGE + (Math.max(cloud.low, Math.min(cloud.high, value)) - cloud.low) * unit,
    y: (value) => SIDE - FOOT - (Math.max(cloud.low, Math.min(cloud.high, value)) - cloud.low) * unit,
    cell: length / cloud.grid,
    value: (x, y) => [cloud.low + (x - EDGE) / unit, cloud.low + (SIDE - FOOT - y) / unit],
  };
}
function cells(cloud, scale) {
  const paths = ["", "", "", ""];
  cloud.cells.forEach((cell, number) => {
    const column = cell % cloud.grid, row = Math.floor(cell / cloud.grid);
    const x = (EDGE + column * scale.cell).toFixed(1), y = (SIDE - FOOT - (row + 1) * scale.cell).toFixed(1);
    paths[cloud.ratified[number]] += `M${x} ${y}h2.6v2.6h-2.6z`;
  });
  return paths.map((d, kind) => svg("path", { d: d || "M0 0", class: `cloud passes${kind}` }));
}
function axes(cloud, scale, sides) {
  const drawn = [svg("rect", { x: EDGE, y: 10, width: SIDE - EDGE - 10, height: SIDE - FOOT - 10, class: "frame" })];
  for (let value = -50; value <= 100; value += 50) {
    drawn.push(svg("text", { x: scale.x(value), y: SIDE - FOOT + 15, "text-anchor": "middle" }, minus(value)));
    drawn.push(svg("text", { x: EDGE - 6, y: scale.y(value) + 4, "text-anchor": "end" }, minus(value)));
  }
  drawn.push(svg("path", { d: `M${scale.x(0)} 10V${SIDE - FOOT}M${EDGE} ${scale.y(0)}H${SIDE - 10}`, class: "zero" }));
  const middle = (10 + SIDE - FOOT) / 2;
  drawn.push(svg("text", { x: (EDGE + SIDE - 10) / 2, y: SIDE - 8, "text-anchor": "middle", class: "axis" }, `points of ${sides[0].name}`));
  drawn.push(svg("text", { x: 13, y: middle, "text-anchor": "middle", class: "axis", transform: `rotate(-90 13 ${middle})` }, `points of ${sides[1].name}`));
  return drawn;
}
function ends(talks, scale) {
  const places = new Map();
  for (const one of talks) {
    const at = one.at || [0, 0, -1], key = at[2];
    places.set(key, { at, count: (places.get(key) ? places.get(key).count : 0) + 1 });
  }
  return [...places.values()].map(({ at, count }) => {
    const made = svg("circle", { cx: scale.x(at[0]), cy: scale.y(at[1]), r: 3 + 2 * Math.sqrt(count), class: at[2] < 0 ? "end without" : "end" });
    made.append(svg("title", {}, at[2] < 0 ? `${count} without an agreement` : `${count} ended here`));
    return made;
  });
}
function picture(answer, talks, sides, choose) {
  const cloud = answer.cloud, scale = scaleOf(cloud);
  const drawing = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img", "aria-label": `Every outcome in points of ${sides[0].name} and of ${sides[1].name}. ${answer.reading}` });
  drawing.append(...axes(cloud, scale, sides), ...cells(cloud, scale));
  const line = answer.frontier.map(([x, y]) => `${scale.x(x).toFixed(1)},${scale.y(y).toFixed(1)}`).join(" ");
  drawing.append(svg("polyline", { points: line, class: "frontier" }));
  drawing.append(...ends(talks, scale));
  for (const [name, [x, y]] of Object.entries(answer.marks)) {
    const mark = svg("path", { d: MARKS[name], transform: `translate(${scale.x(x)} ${scale.y(y)})`, class: "mark" });
    mark.append(svg("title", {}, name));
    drawing.append(mark);
  }
  if (answer.verdict) {
    const [x, y] = answer.verdict.points;
    drawing.append(svg("circle", { cx: scale.x(x), cy: scale.y(y), r: 11, class: "chosen" }));
  }
  drawing.addEventListener("pointerup", (event) => {
    const box = drawing.getBoundingClientRect(), unit = SIDE / box.width;
    const near = nearest(cloud, scale, (event.clientX - box.left) * unit, (event.clientY - box.top) * unit);
    if (near !== null) choose(near);
  });
  return drawing;
}
// The outcome whose cell is nearest to a click, if one is near enough to be meant.
function nearest(cloud, scale, x, y) {
  let best = null, least = 18 * 18;
  cloud.cells.forEach((cell, number) => {
    const dx = EDGE + (cell % cloud.grid + 0.5) * scale.cell - x, dy = SIDE - FOOT - (Math.floor(cell / cloud.grid) + 0.5) * scale.cell - y;
    if (dx * dx + dy * dy < least) { least = dx * dx + dy * dy; best = cloud.outcomes[number]; }
  });
  return best;
}
