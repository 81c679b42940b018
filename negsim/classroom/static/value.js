// What an outcome is worth to me: the same sum over blocks as in the simulator.
"use strict";
// Sum up a block that came as differences along every issue, in whole units.
function unfold(block) {
  for (let axis = block.sizes.length - 1, step = 1; axis >= 0; step *= block.sizes[axis], axis -= 1)
    for (let i = step; i < block.values.length; i += 1)
      if (Math.floor(i / step) % block.sizes[axis]) block.values[i] += block.values[i - step];
  block.values = block.values.map((units) => units * block.unit);
  block.unit = null;
}
function rawValue(table, levels) {
  let total = 0;
  for (const block of table.blocks) {
    if (block.unit) unfold(block);
    let index = 0;
    block.issues.forEach((issue, i) => { index = index * block.sizes[i] + levels[issue]; });
    total += block.values[index];
  }
  if (table.pledge && total < table.pledge[0]) total -= table.pledge[1] * (table.pledge[0] - total);
  return total;
}
function pointsOf(table, levels) {
  const span = table.best - table.no_deal;
  return span > 0 ? 100 * (rawValue(table, levels) - table.no_deal) / span : 0;
}
if (typeof module !== "undefined") module.exports = { rawValue, pointsOf };
