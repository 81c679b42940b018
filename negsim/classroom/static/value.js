// What an outcome is worth to me: the same sum over blocks as in the simulator.
"use strict";
function rawValue(table, levels) {
  let total = 0;
  for (const block of table.blocks) {
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
