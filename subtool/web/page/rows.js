// @ts-check
/** The list of cues: only the rows in sight, and some around them, are in the page. */

import { byId } from "./elements.js";
import { Row } from "./row.js";
import { cues, on, select, selection, sheet } from "./sheet.js";

const HEIGHT = 92; // pixels of a row, as in style.css
const AROUND = 12; // rows above and below those in sight

const box = byId("rows");
const space = byId("rows-space");
/** @type {Map<string, Row>} */
const shown = new Map();
/** @type {string[]} */
let listed = [];
/** @type {Map<string, number>} */
let places = new Map();
/** @type {(id: string) => boolean} */
let wanted = () => true;
let asked = false;

/** @param {(id: string) => boolean} which are listed */
export function list(which) {
  wanted = which;
  relist();
}

/** @returns {string[]} the ids that are listed */
export function listedIds() {
  return listed;
}

/**
 * Bring a row into sight.
 * @param {string} id
 */
export function reveal(id) {
  const place = places.get(id);
  if (place === undefined) return;
  const top = place * HEIGHT;
  if (top < box.scrollTop + HEIGHT / 2 || top + HEIGHT > box.scrollTop + box.clientHeight - HEIGHT / 2) {
    box.scrollTop = top - (box.clientHeight - HEIGHT) / 2;
  }
  draw();
}

/**
 * @param {string} id
 * @returns {Row | undefined} the row, if it is in the page
 */
export function rowOf(id) {
  return shown.get(id);
}

/**
 * Bring a field of a row into sight.
 * @param {string} id
 * @param {"text" | "comment"} field
 */
export function fieldOf(id, field) {
  reveal(id);
  return rowOf(id)?.[field];
}

function relist() {
  listed = sheet.order.filter((id) => wanted(id) || id === selection.current);
  places = new Map(listed.map((id, place) => [id, place]));
  space.style.height = `${listed.length * HEIGHT}px`;
  draw();
}

function draw() {
  asked = false;
  const first = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - AROUND);
  const last = Math.min(listed.length, Math.ceil((box.scrollTop + box.clientHeight) / HEIGHT) + AROUND);
  const now = new Set(listed.slice(first, last));
  const active = document.activeElement?.closest?.("[data-cue]")?.getAttribute("data-cue");
  for (const [id, row] of shown) {
    if (!now.has(id) && !((id === active || row.isWaiting) && places.has(id))) {
      row.element.remove();
      shown.delete(id);
    }
  }
  for (const id of now) {
    let row = shown.get(id);
    if (!row) {
      row = new Row(id);
      shown.set(id, row);
      space.append(row.element);
    }
  }
  for (const [id, row] of shown) row.element.style.transform = `translateY(${(places.get(id) ?? 0) * HEIGHT}px)`;
  sortForReaders();
}

/** Tab and screen readers go by the order in the page. */
function sortForReaders() {
  /** @type {HTMLElement | null} */
  let before = null;
  const ids = [...shown.keys()].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
  for (const id of ids) {
    const element = shown.get(id)?.element;
    if (!element) continue;
    /** @type {Element | null} */
    const next = before ? before.nextElementSibling : space.firstElementChild;
    if (next !== element && !element.contains(document.activeElement)) space.insertBefore(element, next);
    before = element;
  }
}

box.addEventListener("scroll", () => {
  if (!asked) {
    asked = true;
    requestAnimationFrame(draw);
  }
});
new ResizeObserver(draw).observe(box);

on("cues", (/** @type {Set<string>} */ ids) => {
  const reordered = listed.length !== sheet.order.length || sheet.order.some((id, place) => listed[place] !== id);
  if (reordered) {
    relist();
    for (const row of shown.values()) row.show();
  } else {
    for (const id of ids) shown.get(id)?.show();
  }
});
on("problems", () => {
  for (const row of shown.values()) row.show();
});
on("selected", () => {
  for (const row of shown.values()) row.marks();
  if (selection.current && !places.has(selection.current)) relist();
});

/** @param {number} by rows up or down */
export function step(by) {
  const place = places.get(selection.current) ?? (by > 0 ? -1 : listed.length);
  const id = listed[Math.min(Math.max(place + by, 0), listed.length - 1)];
  if (id && cues.has(id)) {
    select(id);
    reveal(id);
  }
}

