// @ts-check
/** What is said to the server, and what it says: edits go out one after another, changes come in. */

import { byId } from "./elements.js";
import { change, cues, load, problems, select, selection, sheet, tell } from "./sheet.js";

/** @type {any} what the server said of the review when the page was loaded */
export let review = {};

const state = { tick: 0, unsaved: false, trouble: "", conflicts: {}, undo: null, redo: null };
/**
 * What is to be sent: worked out when its turn comes, on what the answers before it left; sent again as it was.
 * @typedef {{address: string, work: () => any, body: any, selected: string, done: (answer: any) => void}} Errand
 * @type {Errand[]}
 */
const waiting = [];
let sending = false;
let unsent = false;
let away = ""; // why the server cannot be asked
let full = ""; // why it cannot keep what it is sent
let timer = 0;
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("subtool") : null;
if (tabs) tabs.onmessage = () => void ask();

const FIRST = 60; // cues: more than are in sight
const OPEN_AGAIN_MS = 1000;
const KEPT_ALIVE = 30_000; // characters that a browser sends on when the page has gone: it takes 64 KiB in all

/** Load all that there is. */
async function open() {
  if (!cues.size) {
    const [known, first] = await Promise.all([get("/api/keys"), sheetOf(`/api/sheet?first=${FIRST}`)]);
    review = known;
    tell("keys");
    load(first.data); // rows are there before the rest has come
    tell("cues", new Set(cues.keys()));
  }
  const asked = get("/api/review");
  asked.catch(() => undefined); // it is waited for below
  let whole = await sheetOf("/api/sheet");
  while (whole.tick < state.tick) whole = await sheetOf("/api/sheet"); // it is older than an edit that is answered
  load(whole.data);
  tell("cues", new Set(cues.keys()));
  const told = await asked;
  take({ ...told, tick: Math.min(told.tick, whole.tick) });
}

/** Open the page, however long the server takes to come. */
async function opening() {
  for (;;) {
    try {
      return await open();
    } catch (error) {
      isAway(error);
      await new Promise((done) => setTimeout(done, OPEN_AGAIN_MS));
    }
  }
}

/** All is there. What is asked of the page before is done then. */
export const opened = opening();

/**
 * @param {string} profile
 */
export function useProfile(profile) {
  return queued("/api/profile", () => profile);
}

/** @param {any} told */
function take(told) {
  const isOld = told.tick < state.tick;
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
  if (isOld) void ask();
  else schedule();
}

/**
 * Make edits; they are sent in the order they are made. One that goes by what the cues are is given as a function:
 * it is asked for its edits when those before it have been answered.
 * @param {...(object | (() => object[]))} edits
 * @returns {Promise<any>} what the server answered, or null when it refused or there was nothing to do
 */
export function edit(...edits) {
  return queued("/api/edits", () => {
    const all = edits.flatMap((one) => (typeof one === "function" ? one() : [one]));
    return all.length ? all : null;
  });
}

/** @returns {Promise<any>} when all that was asked until now has been answered */
export function settled() {
  return edit(() => []);
}

/**
 * @param {string} address
 * @param {() => any} work what is to be sent, or null
 * @returns {Promise<any>}
 */
function queued(address, work) {
  return new Promise((done) => {
    waiting.push({ address, work, body: undefined, selected: selection.current, done });
    showState();
    void send();
  });
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    while (waiting.length) await sendFirst();
    full = "";
  } catch (error) {
    if (error instanceof Full) full = error.message;
    else isAway(error);
  }
  sending = false;
  showState();
  schedule();
}

/** Send what is first in the queue, and take in the answer. */
async function sendFirst() {
  const errand = waiting[0];
  if (errand.body === undefined) errand.body = errand.work();
  let answer = null;
  try {
    if (errand.body !== null) answer = await post(errand.address, errand.body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // it stays in the queue
    say(error.message);
  }
  waiting.shift();
  try {
    if (answer && errand.address === "/api/profile") take(answer);
    else if (answer) await news(answer, errand.selected);
  } finally {
    errand.done(answer);
  }
  if (answer) tabs?.postMessage("changed");
}

/** Ask what has changed since. */
async function ask() {
  if (sending) return;
  const since = state.tick;
  try {
    const answer = await get(`/api/news?since=${since}`);
    if (!sending && since === state.tick) await news(answer); // else an edit's answer said more
  } catch (error) {
    isAway(error);
  }
  if (waiting.length) void send();
  schedule();
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(ask, full ? 1000 : state.unsaved || away ? 300 : document.hidden ? 5000 : 1000);
}

/**
 * @param {any} answer
 * @param {string} [selected] what was selected when this was asked for; where that is so still, what came is selected
 */
async function news(answer, selected) {
  if (answer.reload) {
    state.tick = 0;
    await open();
    return;
  }
  const isSelected = selected === selection.current;
  for (const [id, found] of Object.entries(answer.problems)) problems.set(id, found);
  if (answer.unspoken) sheet.unspoken = answer.unspoken;
  if (answer.unscripted) sheet.unscripted = answer.unscripted;
  if (answer.film) {
    review.shots = answer.film.shots;
    if (review.film) Object.assign(review.film, answer.film);
    tell("film", answer.film);
  }
  note(answer);
  change(answer.cues);
  if (answer.unspoken || answer.unscripted) tell("lists");
  if (Object.keys(answer.problems).length) tell("problems");
  if (answer.select && isSelected) select(answer.select);
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
  tell("doubts");
}

/** @param {unknown} error why the server cannot be asked */
function isAway(error) {
  away = error instanceof Stranger ? error.message : `subtool is not running: start it again with --port ${location.port}`;
  showState();
}

function showState() {
  const conflicts = Object.keys(state.conflicts).length;
  const isBusy = unsent || waiting.length > 0;
  const name = away ? "offline" : conflicts ? "conflict" : isBusy || state.unsaved ? "saving" : "saved";
  document.body.dataset.state = name;
  const says = {
    offline: `${away}; what you type waits here`,
    conflict: "changed outside: choose what stays",
    saving: full ? `${full}; what you type waits here` : state.trouble || "saving…",
    saved: "saved",
  };
  const output = byId("state");
  if (output.textContent !== says[name]) output.textContent = says[name];
  tell("state", { ...state, undo: state.undo ?? (isBusy ? "what is being saved" : null) });
}

/** @returns {boolean} whether closing the page would lose something */
export function wouldLose() {
  return away !== "" || full !== "" || JSON.stringify(editsLeft()).length > KEPT_ALIVE;
}

/** The page goes: what waits goes out at once, and the browser sees that it arrives. */
export function sendLast() {
  const edits = editsLeft();
  waiting.length = 0;
  if (edits.length) void posted("/api/edits", edits).catch(() => undefined);
}

/** @returns {object[]} the edits that have not gone out */
function editsLeft() {
  const errands = waiting.slice(sending ? 1 : 0).filter((errand) => errand.address === "/api/edits");
  return errands.flatMap((errand) => errand.body ?? errand.work() ?? []);
}

/** What the server does not accept, in its words. */
class Refusal extends Error {}

/** The server does not know this browser: it was started again. */
class Stranger extends Error {}

/** The server has no room. */
class Full extends Error {}

/**
 * @param {string} address
 * @returns {Promise<any>}
 */
async function get(address) {
  return answered(await fetch(address));
}

/**
 * @param {string} address
 * @returns {Promise<{data: any, tick: number}>} the sheet, and when it was so
 */
async function sheetOf(address) {
  const response = await fetch(address);
  const tick = Number(response.headers.get("x-tick"));
  return { data: await answered(response), tick };
}

/**
 * @param {string} address
 * @param {unknown} data
 */
async function post(address, data) {
  const since = address === "/api/edits" ? `?since=${state.tick}` : "";
  return answered(await posted(address + since, data));
}

/**
 * @param {string} address
 * @param {unknown} data
 */
function posted(address, data) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(data);
  return fetch(address, { method: "POST", headers, body, keepalive: body.length <= KEPT_ALIVE });
}

/** @param {Response} response */
async function answered(response) {
  const data = await response.json();
  const says = data.error ?? `the server answered ${response.status}`;
  if (response.status === 403) throw new Stranger(says);
  if (response.status === 507) throw new Full(says);
  away = "";
  if (!response.ok) throw new Refusal(says);
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
