// @ts-check
/** What the buttons and the keys do. */

import { markedRegion, snapping, unmark } from "./blocks.js";
import { byId } from "./elements.js";
import { expectField } from "./expected.js";
import * as film from "./film.js";
import { retime } from "./retime.js";
import { flush } from "./row.js";
import { fieldOf, reveal, step } from "./rows.js";
import { edit, opened, review, say } from "./server.js";
import { beside, cues, on, select, selected, selection, sheet } from "./sheet.js";

const LENGTH_MS = 2000; // of a new cue, where there is room

/** @param {string} id */
function goTo(id) {
  select(id);
  reveal(id);
}

/** @type {Map<string, {accepted: boolean}>} what the server has been asked to accept, and has not yet */
const asked = new Map();

/** @param {string} id */
function isAccepted(id) {
  return asked.get(id)?.accepted ?? cues.get(id)?.accepted ?? false;
}

/**
 * @param {string[]} but cues that are not it
 * @returns {string | undefined} the next cue to look at, after the current one, or from the first on
 */
function doubtBeside(but) {
  const left = sheet.doubts.slice(sheet.doubts.indexOf(selection.current) + 1);
  return [...left, ...sheet.doubts].find((id) => !but.includes(id) && !asked.get(id)?.accepted);
}

function nextDoubt() {
  const next = doubtBeside([selection.current]);
  if (next) goTo(next);
  else say("No doubts and no problems are left.");
}

/** @param {boolean} goOn */
async function accept(goOn) {
  const ids = selected();
  const accepted = !ids.every(isAccepted);
  if (!ids.length || (goOn && !accepted)) return nextDoubt();
  const answer = edit(...ids.map((cue) => ({ edit: "accepted", cue, accepted })));
  const wish = { accepted };
  for (const id of ids) asked.set(id, wish);
  const next = goOn && doubtBeside(ids);
  if (next) goTo(next);
  await answer;
  for (const id of ids) if (asked.get(id) === wish) asked.delete(id);
  return undefined;
}

function split() {
  const id = selection.current;
  const at_char = caret.id === id ? caret.at : 0;
  const at_ms = Math.round(film.now());
  void edit(() => {
    const cue = cues.get(id);
    if (!cue) return [];
    if (at_char > 0 && at_char < cue.lines.join("\n").length) return [{ edit: "split", cue: id, at_char }];
    const isInside = at_ms > cue.start_ms + 40 && at_ms < cue.end_ms - 40;
    return [{ edit: "split", cue: id, ...(isInside && { at_ms }) }];
  });
}

function merge() {
  const ids = selected();
  if (!ids.length) return;
  void edit({ edit: "merge", cues: ids });
  if (ids.length > 1) goTo(ids[0]); // which the others become part of
}

/** The next key is for the cue after them, be they gone already or not. */
function remove() {
  const ids = selected();
  if (!ids.length) return;
  const next = beside(ids[ids.length - 1], 1) ?? beside(ids[0], -1);
  void edit({ edit: "delete", cues: ids });
  if (next) goTo(next.id);
}

async function insert() {
  const region = markedRegion();
  const now = Math.round(film.now());
  unmark();
  const answer = await edit(() => [{ edit: "insert", ...(region ?? freeSpan(now)), lines: [""] }]);
  return answer?.select ? fieldOf(answer.select, "text") : undefined;
}

/**
 * @param {number} now
 * @returns {{start_ms: number, end_ms: number}} from this moment, or after the cue there, as far as there is room
 */
function freeSpan(now) {
  const here = sheet.order.map((id) => cues.get(id)).find((cue) => cue && cue.start_ms <= now && cue.end_ms > now);
  const start_ms = here ? here.end_ms : now;
  const next = sheet.order.map((id) => cues.get(id)).find((cue) => cue && cue.start_ms >= start_ms);
  const room = next ? next.start_ms - start_ms : LENGTH_MS;
  return { start_ms, end_ms: start_ms + (room > 200 ? Math.min(LENGTH_MS, room) : LENGTH_MS) };
}

/** @param {"in" | "out"} end */
function setTime(end) {
  const id = selection.current;
  const ms = Math.round(film.now());
  void edit(() => {
    const cue = cues.get(id);
    if (!cue) return [];
    const span = end === "in" ? [ms, Math.max(cue.end_ms, ms + 40)] : [Math.min(cue.start_ms, Math.max(0, ms - 40)), ms];
    return span[0] < span[1] ? [{ edit: "times", spans: { [id]: span } }] : [];
  });
}

/** The out-time here, and the next cue begins after the smallest gap. */
function outAndNext() {
  setTime("out");
  const next = beside(selection.current, 1);
  if (!next) return;
  const ms = Math.round(film.now());
  if (next.end_ms > ms + 40) void retime({ [next.id]: { start_ms: ms + (review.style?.gap_ms ?? 0) } });
  goTo(next.id);
}

/**
 * @param {"start_ms" | "end_ms"} end
 * @param {number} frames
 */
function nudge(end, frames) {
  const id = selection.current;
  const by = Math.round(film.frameMs() * frames);
  void edit(() => {
    const cue = cues.get(id);
    if (!cue) return [];
    const span = [cue.start_ms + (end === "start_ms" ? by : 0), cue.end_ms + (end === "end_ms" ? by : 0)];
    return span[0] >= 0 && span[0] < span[1] ? [{ edit: "times", spans: { [id]: span }, step: `nudge-${id}` }] : [];
  });
}

function italic() {
  const ids = selected();
  void edit(() => {
    const all = ids.every((id) => (cues.get(id)?.markup ?? []).some((line) => line.includes("<i>")));
    return ids.map((cue) => ({ edit: "italic", cue, italic: !all }));
  });
}

/** What brings a field to write in. */
const writing = {
  text: () => fieldOf(selection.current, "text"),
  comment: () => fieldOf(selection.current, "comment"),
  insert,
};

/** @type {Record<string, () => unknown>} */
const actions = {
  undo: () => edit({ edit: "undo" }),
  redo: () => edit({ edit: "redo" }),
  split,
  merge,
  accept: () => accept(false),
  "accept-and-next": () => accept(true),
  delete: remove,
  rehear: () => selected().length && edit({ edit: "rehear", cues: selected() }),
  fix: () => edit(...selected().map((cue) => ({ edit: "fix", cue }))),
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

let isOpen = false;
let deferred = 0; // actions that wait for the rest of the review
void opened.then(() => (isOpen = true));
const EARLY = new Set(["text", "comment", "save"]); // what needs no more than the first rows

/**
 * Do it, once what is being typed has gone out, and the page has what it needs for it.
 * @param {string} name
 */
export function act(name) {
  flush();
  const isEarly = EARLY.has(name) && selection.current && !deferred;
  if (isOpen || isEarly) {
    run(name);
  } else {
    deferred += 1;
    run(name, opened.then(() => (deferred -= 1)));
  }
}

/**
 * @param {string} name
 * @param {Promise<unknown>} [after]
 */
function run(name, after) {
  if (name === "text" || name === "comment" || name === "insert") {
    void expectField(Promise.resolve(after).then(() => writing[name]()));
  } else if (after) {
    void after.then(() => actions[name]?.());
  } else {
    actions[name]?.();
  }
}

document.addEventListener("mousedown", (event) => {
  const target = event.target instanceof Element ? event.target.closest("button[data-action]") : null;
  if (target) event.preventDefault(); // the caret stays where it is
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("button[data-action]") : null;
  const name = target instanceof HTMLElement && target.dataset.action;
  if (name) act(name);
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

