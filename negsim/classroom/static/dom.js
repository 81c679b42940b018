// Elements of a page: finding, making, and changing only what differs.
"use strict";
const byId = (id) => document.getElementById(id);
function show(id, on) { byId(id).hidden = !on; }
function el(tag, text, cls) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (cls) made.className = cls;
  return made;
}
// Make the children of a node what they should be. Those with the same data-key, else at the same place, stay the
// same nodes and only what differs in them is touched, so that focus, a click half done and scrolling survive.
function fill(parent, fresh) {
  const old = [...parent.childNodes], keyed = new Map(old.filter((n) => n.dataset && n.dataset.key).map((n) => [n.dataset.key, n]));
  const plain = old.filter((n) => !(n.dataset && n.dataset.key));
  const wanted = fresh.map((node) => {
    const key = node.dataset && node.dataset.key, kept = key ? keyed.get(key) : plain.shift();
    return kept && kept.nodeName === node.nodeName ? patch(kept, node) : node;
  });
  old.filter((n) => !wanted.includes(n)).forEach((n) => n.remove());
  wanted.forEach((node, i) => { if (parent.childNodes[i] !== node) parent.insertBefore(node, parent.childNodes[i] || null); });
}
const READERS = ["open", "tabindex"]; // what the reader opened stays open, what was focused stays focused
function patch(kept, fresh) {
  if (kept.nodeType === Node.TEXT_NODE) { if (kept.data !== fresh.data) kept.data = fresh.data; return kept; }
  for (const { name, value } of fresh.attributes) if (kept.getAttribute(name) !== value) kept.setAttribute(name, value);
  for (const { name } of [...kept.attributes]) if (!fresh.hasAttribute(name) && !READERS.includes(name)) kept.removeAttribute(name);
  if (kept !== document.activeElement || !kept.matches("input,select")) fill(kept, [...fresh.childNodes]);
  return kept;
}
