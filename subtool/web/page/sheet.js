// @ts-check
/**
 * What the page knows of the sheet: a copy of what the server has, and what is selected.
 *
 * @typedef {{text: string, start_ms: number, end_ms: number, confidence: number | null, glued?: boolean}} Word
 * @typedef {{id: string, start_ms: number, end_ms: number, role: string, speaker: string | null, lines: string[],
 *   footnotes: string[], timing: string, confidence: number | null, words: Word[], accepted?: boolean, comment?: string,
 *   markup?: string[], pair?: {sentence: number, chance: number}, style?: {place?: string, color?: string}, source: {line: number, column: number} | null}} Cue
 * @typedef {{code: string, message: string, mend: string, fixable: boolean}} Problem
 * @typedef {{start_ms: number, end_ms: number}} Span
 * @typedef {{text: string, source: {line: number, column: number}}} Unspoken
 */

/** @type {Map<string, Cue>} */
export const cues = new Map();
/** @type {Map<string, Problem[]>} */
export const problems = new Map();
/** @type {Map<string, number>} how often each cue has changed since the page was loaded */
export const versions = new Map();

/** @type {{order: string[], positions: Map<string, number>, doubts: string[], unspoken: Unspoken[], unscripted: Span[],
 *   footnotes: {number: string, text: string, full: string}[], title: string, language: string, counted: string,
 *   original: {text: string}[], originalLanguage: string}} */
export const sheet = {
  order: [], positions: new Map(), doubts: [], unspoken: [], unscripted: [], footnotes: [], title: "", language: "en", counted: "line",
  original: [], originalLanguage: "",
};

/** @type {{current: string, also: Set<string>}} the selected cue, and those selected with it */
export const selection = { current: "", also: new Set() };

/** @type {Map<string, Set<(detail: any) => void>>} */
const listeners = new Map();

/**
 * Be told of: `cues` (a set of ids), `problems`, `doubts`, `lists`, `selected`, `state`, `time`.
 * @param {string} name
 * @param {(detail: any) => void} listener
 */
export function on(name, listener) {
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name)?.add(listener);
}

/**
 * @param {string} name
 * @param {unknown} [detail]
 */
export function tell(name, detail) {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}

/** @param {any} data the sheet as the server sends it */
export function load(data) {
  cues.clear();
  for (const cue of data.cues) cues.set(cue.id, cue);
  sheet.title = data.title;
  sheet.language = data.language;
  sheet.footnotes = data.footnotes;
  sheet.original = data.original?.sentences ?? [];
  sheet.originalLanguage = data.original?.language ?? "";
  order();
}

/** @param {Record<string, Cue | null>} changed */
export function change(changed) {
  const ids = new Set(Object.keys(changed));
  if (!ids.size) return;
  let ordered = false;
  for (const [id, cue] of Object.entries(changed)) {
    const before = cues.get(id);
    versions.set(id, (versions.get(id) ?? 0) + 1);
    ordered ||= !before || !cue || before.start_ms !== cue.start_ms || before.end_ms !== cue.end_ms;
    if (cue) cues.set(id, cue);
    else cues.delete(id);
  }
  if (ordered) order();
  if (selection.current && !cues.has(selection.current)) select(neighbourOfGone());
  tell("cues", ids);
}

/** @returns {string} */
function neighbourOfGone() {
  return sheet.order[Math.min(lastPosition, sheet.order.length - 1)] ?? "";
}

let lastPosition = 0;

/** As the server orders them. */
function order() {
  const number = (/** @type {string} */ id) => (/^c[1-9][0-9]{0,8}$/.test(id) ? Number(id.slice(1)) : 0);
  sheet.order = [...cues.values()]
    .sort((a, b) => a.start_ms - b.start_ms || a.end_ms - b.end_ms || number(a.id) - number(b.id) || (a.id < b.id ? -1 : 1))
    .map((cue) => cue.id);
  sheet.positions = new Map(sheet.order.map((id, position) => [id, position]));
}

/**
 * @param {string} id
 * @param {{add?: boolean, range?: boolean}} [how] with others, or with all up to it
 */
export function select(id, how = {}) {
  if (!cues.has(id)) id = "";
  if (how.range && selection.current) {
    const [from, to] = [position(selection.current), position(id)].sort((a, b) => a - b);
    selection.also = new Set(sheet.order.slice(from, to + 1));
  } else if (how.add && selection.current) {
    selection.also.add(selection.current);
    if (selection.also.has(id) && id !== selection.current) selection.also.delete(id);
    else selection.also.add(id);
  } else {
    selection.also = new Set(id ? [id] : []);
  }
  const before = selection.current;
  selection.current = id;
  lastPosition = position(id);
  if (before !== id || how.add || how.range) tell("selected", before);
}

/** @returns {string[]} the ids that are selected, in order */
export function selected() {
  return [...selection.also].filter((id) => cues.has(id)).sort((a, b) => position(a) - position(b));
}

/**
 * @param {string} id
 * @returns {number} where it stands, from 0
 */
export function position(id) {
  return sheet.positions.get(id) ?? 0;
}

/**
 * @param {number} ms
 * @returns {Cue | undefined} the spoken cue on screen then
 */
export function cueAt(ms) {
  let low = 0;
  let high = sheet.order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues.get(sheet.order[middle])?.start_ms ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= Math.max(0, low - 8); at--) {
    const cue = cues.get(sheet.order[at]);
    if (cue && cue.end_ms > ms && cue.role !== "note") return cue;
  }
  return undefined;
}

/**
 * @param {string} id
 * @param {number} by
 * @returns {Cue | undefined} the cue so many before or after it
 */
export function beside(id, by) {
  const at = sheet.positions.get(id);
  return at === undefined ? undefined : cues.get(sheet.order[at + by]);
}
