// @ts-check
/** Cues as blocks on the waveform: clicked, dragged by an edge or as a whole; a drag over nothing is a region. */

import { shortClock } from "./clock.js";
import { byId, make } from "./elements.js";
import { seek } from "./film.js";
import { retime } from "./retime.js";
import { edit, review } from "./server.js";
import { beside, cues, on, select, selection } from "./sheet.js";
import { across, cuesInSight, shotTimes, timeAt } from "./waveform.js";

const SNAP = 8; // pixels
const SHORTEST_MS = 40;
const TOGETHER_MS = 130; // edges this near are one edge
const box = byId("waveform");
const layer = byId("blocks");
const marked = byId("region");
/** @type {Map<string, HTMLElement>} */
const shown = new Map();

/** @type {{start_ms: number, end_ms: number} | null} what was marked by a drag */
let region = null;
export const snapping = { on: true };

/**
 * @typedef {{kind: "in" | "out" | "body" | "region", id: string, from: number, moved: boolean,
 *   spans: Record<string, [number, number]>}} Drag
 * @type {Drag | null}
 */
let drag = null;
/** @type {Map<string, [number, number]>} where cues were dragged to, until the server has answered */
const dropped = new Map();

/** @returns {{start_ms: number, end_ms: number} | null} */
export function markedRegion() {
  return region;
}

export function unmark() {
  region = null;
  showRegion();
}

function show() {
  const sight = cuesInSight();
  const now = new Set(sight.map((cue) => cue.id));
  for (const [id, block] of shown) {
    if (!now.has(id)) {
      block.remove();
      shown.delete(id);
    }
  }
  for (const cue of sight) {
    let block = shown.get(cue.id);
    if (!block) {
      block = make("div", { class: "block", "data-cue-block": cue.id },
        make("i", { class: "edge in" }), make("span", { dir: "auto" }), make("i", { class: "edge out" }));
      shown.set(cue.id, block);
      layer.append(block);
    }
    const [start_ms, end_ms] = drag?.spans[cue.id] ?? dropped.get(cue.id) ?? [cue.start_ms, cue.end_ms];
    block.style.transform = `translateX(${across(start_ms)}px)`;
    block.style.width = `${Math.max(2, across(end_ms) - across(start_ms))}px`;
    block.dataset.verdict = cue.accepted ? "accepted" : cue.timing;
    block.dataset.role = cue.role;
    block.classList.toggle("current", selection.current === cue.id);
    block.classList.toggle("selected", selection.also.has(cue.id));
    const label = block.children[1];
    const text = cue.lines.join(" ");
    if (label.textContent !== text) label.textContent = text;
  }
  showRegion();
}

function showRegion() {
  marked.hidden = !region;
  if (!region) return;
  marked.style.transform = `translateX(${across(region.start_ms)}px)`;
  marked.style.width = `${across(region.end_ms) - across(region.start_ms)}px`;
  marked.textContent = `${shortClock(region.start_ms)} – ${shortClock(region.end_ms)}`;
}

/**
 * @param {PointerEvent} event
 * @returns {number} pixels from the left of the waveform
 */
function left(event) {
  return event.clientX - box.getBoundingClientRect().left;
}

box.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const id = target.closest("[data-cue-block]")?.getAttribute("data-cue-block") ?? "";
  const kind = !id ? "region" : target.classList.contains("in") ? "in" : target.classList.contains("out") ? "out" : "body";
  drag = { kind, id, from: left(event), moved: false, spans: {} };
  if (id) select(id, { add: event.ctrlKey || event.metaKey, range: event.shiftKey });
  else unmark();
  box.setPointerCapture(event.pointerId);
});

box.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const x = left(event);
  if (!drag.moved && Math.abs(x - drag.from) < 3) return;
  drag.moved = true;
  const free = !snapping.on || event.shiftKey;
  if (drag.kind === "region") {
    const [start_ms, end_ms] = [snapped(timeAt(drag.from), "", free), snapped(timeAt(x), "", free)].sort((a, b) => a - b);
    region = end_ms - start_ms >= SHORTEST_MS ? { start_ms, end_ms } : null;
  } else {
    drag.spans = dragged(drag, timeAt(x) - timeAt(drag.from), event.altKey, free);
  }
  show();
});

box.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { kind, id, moved, spans } = drag;
  const cue = cues.get(id);
  drag = null;
  if (!moved) {
    if (kind === "region" || !cue) seek(timeAt(left(event)));
    else seek(cue.start_ms);
  } else if (kind === "body" && cue && spans[id]) {
    const by_ms = spans[id][0] - cue.start_ms;
    if (by_ms) void showUntil(edit({ edit: "shift", cues: [id], by_ms }), spans);
  } else if (Object.keys(spans).length) {
    void showUntil(retime(movedEnds(spans)), spans);
  }
  show();
});

/**
 * @param {Record<string, [number, number]>} spans
 * @returns {Record<string, {start_ms?: number, end_ms?: number}>} the ends of cues that are elsewhere in these
 */
function movedEnds(spans) {
  return Object.fromEntries(Object.entries(spans).map(([id, [start_ms, end_ms]]) => {
    const cue = cues.get(id);
    return [id, { ...(start_ms !== cue?.start_ms && { start_ms }), ...(end_ms !== cue?.end_ms && { end_ms }) }];
  }));
}

/**
 * @param {Promise<unknown>} answer
 * @param {Record<string, [number, number]>} spans where cues are shown until it comes
 */
async function showUntil(answer, spans) {
  for (const [id, span] of Object.entries(spans)) dropped.set(id, span);
  await answer;
  for (const [id, span] of Object.entries(spans)) if (dropped.get(id) === span) dropped.delete(id);
  show();
}

box.addEventListener("pointercancel", () => {
  drag = null;
  show();
});

/**
 * The times that a drag gives; an edge that two cues share moves both, unless they are parted.
 * @param {Drag} what
 * @param {number} by_ms
 * @param {boolean} parted
 * @param {boolean} free
 * @returns {Record<string, [number, number]>}
 */
function dragged(what, by_ms, parted, free) {
  const cue = cues.get(what.id);
  if (!cue) return {};
  if (what.kind === "body") {
    const start_ms = Math.max(0, snapped(cue.start_ms + by_ms, cue.id, free));
    return { [cue.id]: [start_ms, start_ms + cue.end_ms - cue.start_ms] };
  }
  const isIn = what.kind === "in";
  const other = beside(cue.id, isIn ? -1 : 1);
  const edge = isIn ? cue.start_ms : cue.end_ms;
  const gap = other ? (isIn ? cue.start_ms - other.end_ms : other.start_ms - cue.end_ms) : Infinity;
  const shares = !parted && other && gap >= 0 && gap <= Math.max(TOGETHER_MS, review.style?.gap_ms ?? 0);
  const skip = shares && other ? `${cue.id} ${other.id}` : cue.id;
  let to = snapped(edge + by_ms, skip, free);
  if (isIn) {
    to = Math.min(Math.max(0, to, shares && other ? other.start_ms + SHORTEST_MS + gap : 0), cue.end_ms - SHORTEST_MS);
    return { [cue.id]: [to, cue.end_ms], ...(shares && other ? { [other.id]: [other.start_ms, to - gap] } : {}) };
  }
  to = Math.max(to, cue.start_ms + SHORTEST_MS);
  if (shares && other) to = Math.min(to, other.end_ms - SHORTEST_MS - gap);
  return { [cue.id]: [cue.start_ms, to], ...(shares && other ? { [other.id]: [to + gap, other.end_ms] } : {}) };
}

/**
 * To a word, a shot change, or a neighbour with the style's gap, where one is near.
 * @param {number} ms
 * @param {string} but the ids of cues whose own edges do not count
 * @param {boolean} free
 * @returns {number} whole milliseconds
 */
function snapped(ms, but, free) {
  if (free) return Math.round(ms);
  const reach = timeAt(SNAP) - timeAt(0);
  const gap = review.style?.gap_ms ?? 0;
  const skipped = but.split(" ");
  let best = Math.round(ms);
  let nearest = reach;
  const offer = (/** @type {number} */ to) => {
    if (Math.abs(to - ms) < nearest) {
      nearest = Math.abs(to - ms);
      best = Math.round(to);
    }
  };
  for (const cue of cuesInSight()) {
    if (!skipped.includes(cue.id)) {
      offer(cue.end_ms + gap);
      offer(cue.start_ms - gap);
    }
    for (const word of cue.words) {
      offer(word.start_ms);
      offer(word.end_ms);
    }
  }
  for (const shot of shotTimes()) offer(shot);
  return Math.max(0, best);
}

on("view", show);
on("cues", show);
on("selected", show);
