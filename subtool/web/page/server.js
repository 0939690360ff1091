// @ts-check
/** What is said to the server, and what it says: edits go out one after another, changes come in. */

import { byId } from "./elements.js";
import { change, cues, load, problems, select, sheet, tell } from "./sheet.js";

/** @type {any} what the server said of the review when the page was loaded */
export let review = {};

const state = { tick: 0, unsaved: false, offline: false, trouble: "", conflicts: {}, undo: null, redo: null };
/** @type {{edits: object[], done: (answer: any) => void}[]} */
const waiting = [];
let sending = false;
let unsent = false;
let timer = 0;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("subtool") : null;
if (tabs) tabs.onmessage = () => void ask();

const FIRST = 60; // cues: more than are in sight

/** Load all that there is. */
async function open() {
  if (!cues.size) {
    load(await get(`/api/sheet?first=${FIRST}`)); // rows are there before the rest has come
    tell("cues", new Set(cues.keys()));
  }
  const asked = get("/api/review");
  load(await get("/api/sheet"));
  tell("cues", new Set(cues.keys()));
  take(await asked);
  schedule();
}

/** All is there. What is asked of the page before is done then. */
export const opened = open();

/**
 * @param {string} profile
 */
export async function useProfile(profile) {
  take(await post("/api/profile", profile));
}

/** @param {any} told */
function take(told) {
  review = told;
  problems.clear();
  for (const [id, found] of Object.entries(told.problems)) problems.set(id, found);
  sheet.unspoken = told.unspoken;
  sheet.unscripted = told.unscripted;
  sheet.counted = told.counted;
  note(told);
  tell("loaded");
  tell("cues", new Set(cues.keys()));
  tell("problems");
  tell("lists");
}

/**
 * Make edits; they are sent in the order they are made.
 * @param {...object} edits
 * @returns {Promise<any>} what the server answered, or null when it refused
 */
export function edit(...edits) {
  return new Promise((done) => {
    waiting.push({ edits, done });
    showState();
    void send();
  });
}

async function send() {
  if (sending) return;
  sending = true;
  while (waiting.length) {
    const { edits, done } = waiting[0];
    try {
      const answer = await post(`/api/edits?since=${state.tick}`, edits);
      waiting.shift();
      await news(answer);
      tabs?.postMessage("changed");
      done(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        state.offline = true;
        sending = false;
        showState();
        schedule();
        return;
      }
      waiting.shift();
      say(error.message);
      done(null);
    }
  }
  sending = false;
  showState();
  schedule();
}

/** Ask what has changed since. */
async function ask() {
  if (sending) return;
  try {
    const answer = await get(`/api/news?since=${state.tick}`);
    if (state.offline) {
      state.offline = false;
      void send();
    }
    if (!sending) await news(answer);
  } catch {
    state.offline = true;
    showState();
  }
  schedule();
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(ask, state.unsaved || state.offline ? 300 : document.hidden ? 5000 : 1000);
}

/** @param {any} answer */
async function news(answer) {
  if (answer.reload) {
    await open();
    return;
  }
  for (const [id, found] of Object.entries(answer.problems)) problems.set(id, found);
  if (answer.unspoken) sheet.unspoken = answer.unspoken;
  if (answer.unscripted) sheet.unscripted = answer.unscripted;
  if (answer.film) {
    review.shots = answer.film.shots;
    if (review.film) review.film.waiting = answer.film.waiting;
    tell("film", answer.film);
  }
  note(answer);
  change(answer.cues);
  if (answer.unspoken || answer.unscripted) tell("lists");
  if (Object.keys(answer.problems).length) tell("problems");
  if (answer.select) select(answer.select);
}

/** @param {boolean} is whether something is typed that has not been sent */
export function typing(is) {
  unsent = is;
  showState();
}

/** @param {any} answer */
function note(answer) {
  state.tick = answer.tick;
  state.unsaved = answer.unsaved;
  state.trouble = answer.trouble;
  state.conflicts = answer.conflicts;
  state.undo = answer.undo;
  state.redo = answer.redo;
  sheet.doubts = answer.doubts;
  showState();
  tell("state", state);
  tell("doubts");
}

function showState() {
  const conflicts = Object.keys(state.conflicts).length;
  const name = state.offline ? "offline" : conflicts ? "conflict" : unsent || waiting.length || state.unsaved ? "saving" : "saved";
  document.body.dataset.state = name;
  const says = {
    offline: "subtool is not running: start it again; what you type waits here",
    conflict: "changed outside: choose what stays",
    saving: state.trouble || "saving…",
    saved: "saved",
  };
  const output = byId("state");
  if (output.textContent !== says[name]) output.textContent = says[name];
}

/** What the server does not accept, in its words. */
class Refusal extends Error {}

/**
 * @param {string} address
 * @returns {Promise<any>}
 */
async function get(address) {
  return answered(await fetch(address));
}

/**
 * @param {string} address
 * @param {unknown} data
 */
async function post(address, data) {
  const headers = { "Content-Type": "application/json" };
  return answered(await fetch(address, { method: "POST", headers, body: JSON.stringify(data) }));
}

/** @param {Response} response */
async function answered(response) {
  const data = await response.json();
  if (!response.ok) throw new Refusal(data.error ?? `the server answered ${response.status}`);
  return data;
}

let silence = 0;

/**
 * Say something that went wrong, for a while.
 * @param {string} message
 */
export function say(message) {
  const box = byId("message");
  box.textContent = message;
  box.hidden = false;
  clearTimeout(silence);
  silence = setTimeout(() => (box.hidden = true), 8000);
}
