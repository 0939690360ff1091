// @ts-check
/** What the buttons and the keys do. */

import { markedRegion, snapping, unmark } from "./blocks.js";
import { byId } from "./elements.js";
import * as film from "./film.js";
import { flush } from "./row.js";
import { focusField, reveal, rowOf, step } from "./rows.js";
import { edit, opened, review, say } from "./server.js";
import { beside, cues, on, select, selected, selection, sheet } from "./sheet.js";

const LENGTH_MS = 2000; // of a new cue, where there is room

/** @param {string} id */
function goTo(id) {
  select(id);
  reveal(id);
}

function nextDoubt() {
  const left = sheet.doubts.filter((id) => id !== selection.current);
  const at = sheet.doubts.indexOf(selection.current);
  const next = at >= 0 ? (sheet.doubts[at + 1] ?? left[0]) : left[0];
  if (next) goTo(next);
  else say("No doubts and no problems are left.");
}

/** @param {boolean} goOn */
async function accept(goOn) {
  const ids = selected();
  if (!ids.length) return nextDoubt();
  const all = ids.every((id) => cues.get(id)?.accepted);
  const at = sheet.doubts.indexOf(selection.current);
  const next = sheet.doubts.slice(at + 1).find((id) => !ids.includes(id)) ?? sheet.doubts.find((id) => !ids.includes(id));
  if (goOn && all) return nextDoubt();
  await edit(...ids.map((cue) => ({ edit: "accepted", cue, accepted: !all })));
  if (goOn && next) goTo(next);
  return undefined;
}

function split() {
  const cue = cues.get(selection.current);
  if (!cue) return;
  const field = rowOf(cue.id)?.text;
  const lines = cue.lines.join("\n");
  if (field && caret.id === cue.id && caret.at > 0 && caret.at < lines.length) {
    void edit({ edit: "split", cue: cue.id, at_char: caret.at });
  } else if (film.now() > cue.start_ms + 40 && film.now() < cue.end_ms - 40) {
    void edit({ edit: "split", cue: cue.id, at_ms: Math.round(film.now()) });
  } else {
    void edit({ edit: "split", cue: cue.id });
  }
}

async function insert() {
  const region = markedRegion();
  unmark();
  const span = region ?? freeSpan();
  const answer = await edit({ edit: "insert", ...span, lines: [""] });
  if (answer?.select) focusField(answer.select, "text");
}

/** @returns {{start_ms: number, end_ms: number}} from the playhead, or after the cue there, as far as there is room */
function freeSpan() {
  const now = Math.round(film.now());
  const here = sheet.order.map((id) => cues.get(id)).find((cue) => cue && cue.start_ms <= now && cue.end_ms > now);
  const start_ms = here ? here.end_ms : now;
  const next = sheet.order.map((id) => cues.get(id)).find((cue) => cue && cue.start_ms >= start_ms);
  const room = next ? next.start_ms - start_ms : LENGTH_MS;
  return { start_ms, end_ms: start_ms + (room > 200 ? Math.min(LENGTH_MS, room) : LENGTH_MS) };
}

/** @param {"in" | "out"} end */
function setTime(end) {
  const cue = cues.get(selection.current);
  const ms = Math.round(film.now());
  if (!cue) return;
  /** @type {[number, number]} */
  const span = end === "in" ? [ms, Math.max(cue.end_ms, ms + 40)] : [Math.min(cue.start_ms, Math.max(0, ms - 40)), ms];
  if (span[0] < span[1]) void edit({ edit: "times", spans: { [cue.id]: span } });
}

/** The out-time here, and the next cue begins after the smallest gap. */
async function outAndNext() {
  setTime("out");
  const next = beside(selection.current, 1);
  if (!next) return;
  const ms = Math.round(film.now());
  if (next.end_ms > ms + 40) await edit({ edit: "times", spans: { [next.id]: [ms + (review.style?.gap_ms ?? 0), next.end_ms] } });
  select(next.id);
  reveal(next.id);
}

/**
 * @param {"start_ms" | "end_ms"} end
 * @param {number} frames
 */
function nudge(end, frames) {
  const cue = cues.get(selection.current);
  if (!cue) return;
  const by = Math.round(film.frameMs() * frames);
  const span = [cue.start_ms + (end === "start_ms" ? by : 0), cue.end_ms + (end === "end_ms" ? by : 0)];
  if (span[0] >= 0 && span[0] < span[1]) void edit({ edit: "times", spans: { [cue.id]: span }, step: `nudge-${cue.id}` });
}

/** @param {(id: string) => object} asked */
function forAll(asked) {
  const ids = selected();
  if (ids.length) void edit(...ids.map(asked));
}

function italic() {
  const all = selected().every((id) => (cues.get(id)?.markup ?? []).some((line) => line.includes("<i>")));
  forAll((cue) => ({ edit: "italic", cue, italic: !all }));
}

/** @type {Record<string, () => unknown>} */
export const actions = {
  undo: () => edit({ edit: "undo" }),
  redo: () => edit({ edit: "redo" }),
  split,
  merge: () => selected().length && edit({ edit: "merge", cues: selected() }),
  accept: () => accept(false),
  "accept-and-next": () => accept(true),
  delete: () => selected().length && edit({ edit: "delete", cues: selected() }),
  insert,
  rehear: () => selected().length && edit({ edit: "rehear", cues: selected() }),
  fix: () => forAll((cue) => ({ edit: "fix", cue })),
  "next-doubt": nextDoubt,
  "best-lines": () => selected().length && edit({ edit: "best-lines", cues: selected() }),
  italic,
  snap: () => {
    snapping.on = !snapping.on;
    byId("toolbar").querySelector("[data-action=snap]")?.setAttribute("aria-pressed", String(snapping.on));
  },
  play: film.toggle,
  faster: film.faster,
  pause: film.pause,
  backward: film.backward,
  "frame-back": () => film.stepFrames(-1),
  "frame-on": () => film.stepFrames(1),
  "second-back": () => film.seek(film.now() - 1000),
  "second-on": () => film.seek(film.now() + 1000),
  "play-cue": film.playCue,
  "play-in": () => around("start_ms"),
  "play-out": () => around("end_ms"),
  "set-in": () => setTime("in"),
  "set-out": () => setTime("out"),
  "out-and-next": outAndNext,
  "in-earlier": () => nudge("start_ms", -1),
  "in-later": () => nudge("start_ms", 1),
  "out-earlier": () => nudge("end_ms", -1),
  "out-later": () => nudge("end_ms", 1),
  "shift-earlier": () => shift(-1, false),
  "shift-later": () => shift(1, false),
  "ripple-earlier": () => shift(-1, true),
  "ripple-later": () => shift(1, true),
  "previous-cue": () => move(-1),
  "next-cue": () => move(1),
  text: () => selection.current && focusField(selection.current, "text"),
  comment: () => selection.current && focusField(selection.current, "comment"),
  find: () => byId("search").focus(),
  save: () => flush(),
  help: () => /** @type {HTMLDialogElement} */ (byId("help")).showModal(),
};

/** @param {"start_ms" | "end_ms"} end */
function around(end) {
  const cue = cues.get(selection.current);
  if (cue) film.playSpan(cue[end] - 500, cue[end] + 500);
}

/**
 * @param {number} frames
 * @param {boolean} ripple
 */
function shift(frames, ripple) {
  const ids = selected();
  if (ids.length) void edit({ edit: "shift", cues: ids, by_ms: Math.round(film.frameMs() * frames), ripple });
}

/** @param {number} by */
function move(by) {
  step(by);
}

/** Where the caret last was in a cue's text. */
const caret = { id: "", at: 0 };
document.addEventListener("selectionchange", () => {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement && field.dataset.field === "text") {
    caret.id = field.closest("[data-cue]")?.getAttribute("data-cue") ?? "";
    caret.at = field.selectionStart;
  }
});
on("selected", () => {
  if (caret.id !== selection.current) caret.id = "";
});

/**
 * Do it, once what is being typed has gone out.
 * @param {string} name
 */
export function act(name) {
  flush();
  actions[name]?.();
}

document.addEventListener("mousedown", (event) => {
  const target = event.target instanceof Element ? event.target.closest("button[data-action]") : null;
  if (target) event.preventDefault(); // the caret stays where it is
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("button[data-action]") : null;
  const name = target instanceof HTMLElement && target.dataset.action;
  if (name) void opened.then(() => act(name));
});

on("state", (state) => {
  const set = (/** @type {string} */ name, /** @type {string | null} */ what) => {
    for (const button of document.querySelectorAll(`[data-action=${name}]`)) {
      /** @type {HTMLButtonElement} */ (button).disabled = !what;
      button.setAttribute("title", what ? `${name}: ${what}` : `nothing to ${name}`);
    }
  };
  set("undo", state.undo);
  set("redo", state.redo);
});

