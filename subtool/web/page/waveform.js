// @ts-check
/** The sound as a waveform, with what lies on it: unscripted stretches, shot changes, words; the window on it. */

import { shortClock } from "./clock.js";
import { byId } from "./elements.js";
import { duration, isPlaying, now } from "./film.js";
import { review } from "./server.js";
import { cues, on, selection, sheet, tell } from "./sheet.js";

const PER_SECOND = 100;
const NARROWEST_MS = 1500;
const AGAIN_MS = 1000; // after the server could not be asked
const box = byId("waveform");
const canvas = /** @type {HTMLCanvasElement} */ (byId("sound"));
/** @type {Int8Array} */
let peaks = new Int8Array(0);
let loaded = 0; // hundredths that have come
/** @type {number[]} */
let shots = [];
let loading = false;
let asked = false;

/** What is in sight. */
export const view = { from: 0, to: 20_000 };

/**
 * @param {number} ms
 * @returns {number} pixels from the left
 */
export function across(ms) {
  return ((ms - view.from) / (view.to - view.from)) * box.clientWidth;
}

/**
 * @param {number} pixels from the left
 * @returns {number} milliseconds
 */
export function timeAt(pixels) {
  return view.from + (pixels / box.clientWidth) * (view.to - view.from);
}

/** @returns {number[]} the times of shot changes */
export function shotTimes() {
  return shots;
}

/**
 * @param {number} from
 * @param {number} to
 */
export function look(from, to) {
  const length = Math.min(Math.max(to - from, NARROWEST_MS), Math.max(duration(), NARROWEST_MS));
  view.from = Math.min(Math.max(0, from), Math.max(0, duration() - length));
  view.to = view.from + length;
  redraw();
}

/** Bring a cue into sight, with some room around it. */
function showSelected() {
  const cue = cues.get(selection.current);
  if (!cue || (cue.start_ms >= view.from && cue.end_ms <= view.to)) return redraw();
  const middle = (cue.start_ms + cue.end_ms) / 2;
  const length = Math.max(view.to - view.from, (cue.end_ms - cue.start_ms) * 1.5);
  look(middle - length / 2, middle + length / 2);
}

function follow() {
  const at = now();
  const length = view.to - view.from;
  if (isPlaying() && (at > view.to - length * 0.1 || at < view.from)) look(at - length * 0.1, at + length * 0.9);
  else if (at < view.from || at > view.to) look(at - length / 2, at + length / 2);
  const head = byId("playhead");
  head.style.transform = `translateX(${across(at)}px)`;
}

export function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
    follow();
    tell("view");
  });
}

function draw() {
  const width = box.clientWidth;
  const height = box.clientHeight;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
  }
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const colours = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => colours.getPropertyValue(name).trim();
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  for (const stretch of sheet.unscripted) {
    pen.fillStyle = colour("--unscripted");
    pen.fillRect(across(stretch.start_ms), 0, across(stretch.end_ms) - across(stretch.start_ms), height);
  }
  drawRuler(pen, width, colour("--faint"));
  drawPeaks(pen, width, height, colour("--wave"));
  pen.fillStyle = colour("--shot");
  for (const shot of shots) if (shot >= view.from && shot <= view.to) pen.fillRect(Math.round(across(shot)), 0, 1, height);
  drawWords(pen, height, colour("--word"));
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} width
 * @param {number} height
 * @param {string} colour
 */
function drawPeaks(pen, width, height, colour) {
  pen.fillStyle = colour;
  const middle = height * 0.55;
  const reach = height * 0.4;
  for (let x = 0; x < width; x++) {
    const first = Math.floor((timeAt(x) * PER_SECOND) / 1000);
    const last = Math.max(first + 1, Math.floor((timeAt(x + 1) * PER_SECOND) / 1000));
    let low = 0;
    let high = 0;
    for (let at = Math.max(0, first); at < last && at < loaded; at++) {
      low = Math.min(low, peaks[2 * at]);
      high = Math.max(high, peaks[2 * at + 1]);
    }
    pen.fillRect(x, middle - (high / 127) * reach, 1, Math.max(1, ((high - low) / 127) * reach));
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} width
 * @param {string} colour
 */
function drawRuler(pen, width, colour) {
  const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000];
  const step = steps.find((ms) => (ms / (view.to - view.from)) * width > 70) ?? 600_000;
  pen.fillStyle = colour;
  pen.font = "11px system-ui, sans-serif";
  for (let ms = Math.ceil(view.from / step) * step; ms < view.to; ms += step) {
    pen.fillRect(Math.round(across(ms)), 0, 1, 5);
    pen.fillText(shortClock(ms), across(ms) + 4, 11);
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} height
 * @param {string} colour
 */
function drawWords(pen, height, colour) {
  const room = box.clientWidth / (view.to - view.from) > 0.08;
  pen.fillStyle = colour;
  pen.font = "11px system-ui, sans-serif";
  for (const cue of cuesInSight()) {
    for (const word of cue.words) {
      const x = across(word.start_ms);
      pen.fillRect(Math.round(x), height - 18, 1, word.confidence ? 6 : 3);
      if (room) pen.fillText(word.text, x + 2, height - 4);
    }
  }
}

/** @returns {import("./sheet.js").Cue[]} */
export function cuesInSight() {
  const found = [];
  let low = 0;
  let high = sheet.order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues.get(sheet.order[middle])?.start_ms ?? 0) < view.from) low = middle + 1;
    else high = middle;
  }
  for (let at = Math.max(0, low - 8); at < sheet.order.length; at++) {
    const cue = cues.get(sheet.order[at]);
    if (!cue || cue.start_ms > view.to) break;
    if (cue.end_ms >= view.from) found.push(cue);
  }
  return found;
}

async function loadPeaks() {
  loading = true;
  const response = await fetch(`/api/waveform?from=${loaded}`).catch(() => null);
  if (!response?.ok) {
    setTimeout(loadPeaks, AGAIN_MS);
    return;
  }
  const part = new Int8Array(await response.arrayBuffer());
  if (part.length) {
    const size = Math.max(peaks.length, 2 * loaded + part.length);
    if (size > peaks.length) {
      const larger = new Int8Array(Math.max(size, 2 * Math.ceil((duration() * PER_SECOND) / 1000)));
      larger.set(peaks);
      peaks = larger;
    }
    peaks.set(part, 2 * loaded);
    loaded += part.length / 2;
    redraw();
  }
  if (response.headers.get("x-complete") !== "yes") setTimeout(loadPeaks, part.length ? 50 : 300);
}

box.addEventListener("wheel", (event) => {
  event.preventDefault();
  const length = view.to - view.from;
  if (event.ctrlKey || event.metaKey) {
    const by = Math.exp(event.deltaY * 0.004);
    const left = event.clientX - box.getBoundingClientRect().left;
    const at = timeAt(left);
    look(at - (at - view.from) * by, at + (view.to - at) * by);
  } else {
    const by = ((event.deltaX || event.deltaY) / box.clientWidth) * length;
    look(view.from + by, view.to + by);
  }
}, { passive: false });

new ResizeObserver(redraw).observe(box);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
on("loaded", () => {
  shots = review.shots ?? [];
  if (view.to > duration()) look(0, Math.min(20_000, duration()));
  if (review.film?.sound && !loading) void loadPeaks();
  redraw();
});
on("film", ({ shots: found }) => {
  shots = found;
  redraw();
});
on("cues", redraw);
on("lists", redraw);
on("selected", showSelected);
on("time", follow);
