// @ts-check
/** The keys: which does what stands in a file of the user's; none is in the way of typing. */

import { act } from "./actions.js";
import { byId, isTyping, make } from "./elements.js";
import { isExpected } from "./expected.js";
import { on } from "./sheet.js";
import { opened, review } from "./server.js";

/** @type {Map<string, string>} key -> action */
const known = new Map();

/**
 * @param {KeyboardEvent} event
 * @returns {string} as in Ctrl+Z, Shift+ArrowLeft, i
 */
function nameOf(event) {
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && (event.key.length > 1 || /\p{L}/u.test(event.key) || event.key === " ");
  return `${event.ctrlKey || event.metaKey ? "ctrl+" : ""}${event.altKey ? "alt+" : ""}${shift ? "shift+" : ""}${key.toLowerCase()}`;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (isExpected(event)) {
    event.preventDefault();
    return;
  }
  const name = nameOf(event);
  const typing = isTyping(event.target);
  if (typing && event.key === "Escape") {
    /** @type {HTMLElement} */ (event.target).blur();
    return;
  }
  if (!known.size && !typing) {
    void opened.then(() => act(known.get(name) ?? ""));
    return;
  }
  const action = known.get(name);
  if (!action) return;
  if (typing && !/^(ctrl|alt)\+/.test(name)) return;
  if (typing && /^ctrl\+(arrow|home|end|a$|c$|v$|x$)/.test(name)) return;
  const onButton = event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement || (event.target instanceof Element && event.target.tagName === "SUMMARY");
  if (onButton && ["space", "enter", "arrowup", "arrowdown"].includes(name)) return;
  event.preventDefault();
  act(action);
});

/**
 * @param {string} key
 * @returns {string}
 */
function shown(key) {
  return key.replace("ArrowLeft", "←").replace("ArrowRight", "→").replace("ArrowUp", "↑").replace("ArrowDown", "↓");
}

function show() {
  known.clear();
  const list = byId("keys");
  list.replaceChildren();
  for (const { action, keys, does } of review.keys ?? []) {
    for (const key of keys) known.set(key.toLowerCase(), action);
    list.append(make("dt", {}, ...keys.map((/** @type {string} */ key) => make("kbd", {}, shown(key)))), make("dd", {}, does));
  }
  byId("keys-file").textContent = review.keys_file ? `Keys can be changed in ${review.keys_file}.` : "";
}

on("keys", show);
