// @ts-check
/** The script beside the cues, with the sentence that is said lit. */

import { byId, make } from "./elements.js";
import { seek } from "./film.js";
import { reveal } from "./rows.js";
import { review } from "./server.js";
import { cueAt, cues, on, select, selection, sheet } from "./sheet.js";

/** @type {Map<string, HTMLElement>} */
const sentences = new Map();
let lit = "";

/** @param {{line: number, column: number} | null | undefined} source */
function key(source) {
  return source ? `${source.line}:${source.column}` : "";
}

function show() {
  sentences.clear();
  byId("script-panel").hidden = !review.script?.length;
  for (const { text, line, column } of review.script ?? []) {
    const entry = make("button", { type: "button", class: "entry", dir: "auto" }, text);
    entry.addEventListener("click", () => goTo(line, column));
    sentences.set(`${line}:${column}`, make("li", {}, entry));
  }
  byId("script").replaceChildren(...sentences.values());
}

/**
 * @param {number} line
 * @param {number} column
 */
function goTo(line, column) {
  const id = sheet.order.find((other) => key(cues.get(other)?.source) === `${line}:${column}`);
  const cue = id && cues.get(id);
  if (!cue) return;
  select(cue.id);
  reveal(cue.id);
  seek(cue.start_ms);
}

/** The sentence of a cue: the last one that begins where the cue's text does, or before. */
function light() {
  const cue = cues.get(selection.current) ?? cueAt(moment);
  const line = cue?.source?.line ?? 0;
  const column = cue?.source?.column ?? 0;
  let now = "";
  for (const place of cue ? sentences.keys() : []) {
    const [l, c] = place.split(":").map(Number);
    if (l < line || (l === line && c <= column)) now = place;
  }
  if (now === lit) return;
  sentences.get(lit)?.classList.remove("lit");
  sentences.get(now)?.classList.add("lit");
  const entry = sentences.get(now);
  const list = byId("script");
  if (entry) list.scrollTop = entry.offsetTop - list.offsetTop - list.clientHeight / 3;
  lit = now;
}

let moment = 0;
on("time", (/** @type {number} */ ms) => (moment = ms));
on("loaded", show);
on("selected", light);
