// @ts-check
/** A cue as a row of the list: its fields are edited where they stand. */

import { clock, milliseconds } from "./clock.js";
import { make } from "./elements.js";
import { retime } from "./retime.js";
import { edit, review, say, typing } from "./server.js";
import { cues, position, problems, select, selection, sheet } from "./sheet.js";

/** @typedef {import("./sheet.js").Cue} Cue */

const SURE = 0.9; // as in subtool/review/doubts.py
const PAUSE_MS = 250; // of typing: then the text is sent
let steps = 0;

/** What sends a field that has been typed into. @type {Map<HTMLElement, () => void>} */
const typed = new Map();

/** How much of what was given in a field has not been answered: until then it stays as it is. @type {Map<HTMLElement, number>} */
const unanswered = new Map();

/**
 * @param {HTMLElement} field
 * @param {Promise<unknown>} answer to what was given in it
 * @param {() => void} show
 */
async function keepUntil(field, answer, show) {
  unanswered.set(field, (unanswered.get(field) ?? 0) + 1);
  await answer;
  const left = (unanswered.get(field) ?? 1) - 1;
  if (left) unanswered.set(field, left);
  else unanswered.delete(field);
  show();
}

/** Send what is being typed, now. */
export function flush() {
  for (const send of [...typed.values()]) send();
}

/**
 * @param {HTMLElement} field
 * @param {() => void} send
 */
function hold(field, send) {
  typed.set(field, send);
  typing(true);
}

/** @param {HTMLElement} field */
function release(field) {
  typed.delete(field);
  typing(typed.size > 0);
}

export class Row {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.number = make("span", { class: "number" });
    this.verdict = make("span", { class: "verdict" });
    this.in = this.#field("input", "in", "In-time");
    this.out = this.#field("input", "out", "Out-time");
    this.text = this.#field("textarea", "text", "Text");
    this.speaker = this.#field("input", "speaker", "Speaker");
    this.comment = this.#field("textarea", "comment", "Comment");
    this.noted = this.#field("input", "footnotes", "Numbers of footnotes, with spaces between");
    this.noted.setAttribute("placeholder", "notes");
    this.role = this.#choice("role", "Role", { speech: "speech", title: "title", note: "note" });
    this.place = this.#choice("place", "Place", { "": "place", top: "top", middle: "middle", bottom: "bottom" });
    this.speed = make("span", { class: "speed" });
    this.problems = make("ul", { class: "chips", id: `problems-of-${id}` });
    this.second = make("div", { class: "second", dir: "auto", hidden: "" });
    this.pair = this.#field("input", "pair", "Number of the original's sentence");
    this.pair.setAttribute("inputmode", "numeric");
    this.chance = make("span", { class: "chance" });
    this.original = make("span", { class: "original", dir: "auto", lang: sheet.originalLanguage });
    this.paired = make("div", { class: "paired", hidden: "" }, this.pair, this.chance, this.original);
    this.speaker.setAttribute("placeholder", "speaker");
    this.comment.setAttribute("placeholder", "comment");
    this.element = make("div", { class: "row", "data-cue": id, role: "listitem" },
      make("div", { class: "where" }, this.number, this.verdict, this.role, this.place),
      make("div", { class: "times" }, this.in, this.out, this.speed),
      make("div", { class: "said" }, this.text, this.paired, this.second),
      make("div", { class: "about" }, make("div", { class: "names" }, this.speaker, this.noted), this.comment, this.problems));
    this.element.addEventListener("mousedown", (event) => this.#pressed(event));
    this.element.addEventListener("focusin", () => {
      if (selection.current !== id) select(id);
    });
    this.#saysText();
    this.#saysOf(this.speaker, "speaker", (value) => value.trim() || null);
    this.#saysOf(this.comment, "comment", (value) => value);
    this.#says(this.noted, (step) => {
      const footnotes = this.noted.value.split(/[\s,;]+/).filter(Boolean);
      const isSame = () => footnotes.join(" ") === cues.get(id)?.footnotes.join(" ");
      return edit(() => (isSame() ? [] : [{ edit: "footnotes", cue: id, footnotes, step }]));
    });
    this.#sentByEnter(this.noted);
    this.#says(this.pair, (step) => {
      const pair = Number(this.pair.value);
      if (!Number.isInteger(pair) || pair < 1) return null;
      return edit(() => (pair === cues.get(id)?.pair?.sentence ? [] : [{ edit: "pair", cue: id, pair, step }]));
    }, /^\b$/);
    this.#sentByEnter(this.pair);
    this.#saysTime(this.in, "in");
    this.#saysTime(this.out, "out");
    this.show();
  }

  /**
   * @template {"input" | "textarea"} K
   * @param {K} tag
   * @param {string} field
   * @param {string} label
   */
  #field(tag, field, label) {
    const made = make(tag, { "data-field": field, "aria-label": label, spellcheck: "false", autocomplete: "off" });
    if (field === "text" || field === "comment" || field === "speaker") made.setAttribute("dir", "auto");
    if (field === "text") made.setAttribute("lang", sheet.language);
    return made;
  }

  /**
   * @param {"role" | "place"} name
   * @param {string} label
   * @param {Record<string, string>} choices
   */
  #choice(name, label, choices) {
    const options = Object.entries(choices).map(([value, text]) => make("option", { value }, text));
    const made = make("select", { "data-field": name, "aria-label": label }, ...options);
    made.addEventListener("change", () => {
      void keepUntil(made, edit({ edit: name, cue: this.id, [name]: made.value }), () => this.show());
    });
    return made;
  }

  /** Show the cue as it is now. */
  show() {
    const cue = cues.get(this.id);
    if (!cue) return;
    const number = position(this.id) + 1;
    const found = problems.get(this.id) ?? [];
    this.number.textContent = String(number);
    this.element.setAttribute("aria-posinset", String(number));
    this.element.setAttribute("aria-setsize", String(sheet.order.length));
    this.element.dataset.verdict = cue.accepted ? "accepted" : cue.timing;
    this.element.dataset.role = cue.role;
    const unsure = !cue.accepted && cue.timing !== "edited" && Boolean(cue.confidence) && Number(cue.confidence) < SURE;
    this.verdict.textContent = cue.accepted ? "accepted" : unsure ? `${cue.timing} ${Math.round((cue.confidence ?? 0) * 100)}%` : cue.timing;
    this.element.classList.toggle("unsure", unsure);
    fill(this.text, cue.lines.join("\n"));
    fill(this.in, clock(cue.start_ms));
    fill(this.out, clock(cue.end_ms));
    fill(this.speaker, cue.speaker ?? "");
    fill(this.comment, cue.comment ?? "");
    this.text.classList.toggle("italic", (cue.markup ?? []).length > 0 && (cue.markup ?? []).every((line) => line.startsWith("<i>")));
    this.text.setAttribute("aria-invalid", String(found.length > 0));
    this.text.setAttribute("aria-describedby", this.problems.id);
    const speed = reading(cue);
    this.speed.textContent = `${((cue.end_ms - cue.start_ms) / 1000).toFixed(1)} s · ${speed.toFixed(0)} cps`;
    this.speed.classList.toggle("over", Boolean(review.style?.max_cps) && speed > review.style.max_cps);
    const other = secondOf(cue);
    this.second.textContent = other;
    this.second.hidden = !review.second?.length;
    this.paired.hidden = !sheet.original.length || cue.role !== "speech";
    fill(this.pair, cue.pair ? String(cue.pair.sentence) : "");
    this.chance.textContent = cue.pair ? `${Math.round(cue.pair.chance * 100)}%` : "";
    this.chance.classList.toggle("over", Boolean(cue.pair) && Number(cue.pair?.chance) < SURE);
    this.original.textContent = sheet.original[(cue.pair?.sentence ?? 0) - 1]?.text ?? "";
    fill(this.noted, cue.footnotes.join(" "));
    this.noted.title = cue.footnotes.map(sourceOf).join("\n");
    if (!unanswered.has(this.role)) this.role.value = cue.role;
    if (!unanswered.has(this.place)) this.place.value = cue.style?.place ?? "";
    this.problems.replaceChildren(...found.map((problem) => make("li", { title: `${problem.message} – ${problem.mend}` }, problem.code)));
    this.marks();
  }

  /** @returns {boolean} whether something given in it has not been answered */
  get isWaiting() {
    return [this.text, this.in, this.out, this.speaker, this.comment, this.noted, this.pair, this.role, this.place].some((field) => unanswered.has(field));
  }

  /** Show whether it is selected. */
  marks() {
    const current = selection.current === this.id;
    this.element.classList.toggle("current", current);
    this.element.setAttribute("aria-current", String(current));
    const selected = selection.also.has(this.id);
    this.element.classList.toggle("selected", selected);
    const cue = cues.get(this.id);
    const states = [`Cue ${position(this.id) + 1}`, cue?.accepted ? "accepted" : cue?.timing, selected ? "selected" : ""];
    this.element.setAttribute("aria-label", states.filter(Boolean).join(", "));
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const how = { add: event.ctrlKey || event.metaKey, range: event.shiftKey };
    if (how.add || how.range) event.preventDefault();
    select(this.id, how);
  }

  /** Text goes out a moment after the last letter; all that is typed before the field is left is one step of undo. */
  #saysText() {
    this.#says(this.text, (step) => {
      const lines = linesOf(this.text.value);
      const isSame = () => lines.join("\n") === cues.get(this.id)?.lines.join("\n");
      return edit(() => (isSame() ? [] : [{ edit: "text", cue: this.id, lines, step }]));
    });
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {"speaker" | "comment"} name
   * @param {(value: string) => string | null} value
   */
  #saysOf(field, name, value) {
    const empty = name === "comment" ? "" : null;
    this.#says(field, (step) => {
      const said = value(field.value);
      const isSame = () => said === (cues.get(this.id)?.[name] ?? empty);
      return edit(() => (isSame() ? [] : [{ edit: name, cue: this.id, [name]: said, step }]));
    });
    this.#sentByEnter(field);
  }

  /**
   * A time goes out when it is complete (00:01:02.345) or the field is left.
   * @param {HTMLInputElement} field
   * @param {"in" | "out"} end
   */
  #saysTime(field, end) {
    const send = (/** @type {string} */ step) => {
      const ms = milliseconds(field.value);
      if (ms !== null) return retime({ [this.id]: end === "in" ? { start_ms: ms } : { end_ms: ms } }, step);
      say(`“${field.value}” is not a time; write 1:02.5 or 00:01:02.500`);
      return null;
    };
    this.#says(field, send, /^\d+:\d\d:\d\d[.,]\d{3}$/);
    this.#sentByEnter(field);
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {(step: string) => Promise<unknown> | null} ask sends what is in it, if that can be sent
   * @param {RegExp} [complete] without a match it is only sent when the field is left
   */
  #says(field, ask, complete = /^/) {
    let step = "";
    let timer = 0;
    const send = () => {
      clearTimeout(timer);
      const answer = typed.has(field) ? ask(step) : null;
      if (answer) void keepUntil(field, answer, () => this.show());
      release(field);
    };
    field.addEventListener("focus", () => (step = `${Date.now()}-${steps++}`));
    field.addEventListener("input", () => {
      clearTimeout(timer);
      hold(field, send);
      if (complete.test(field.value)) timer = setTimeout(send, PAUSE_MS);
    });
    field.addEventListener("blur", () => {
      send();
      this.show();
    });
  }

  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  #sentByEnter(field) {
    field.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      typed.get(field)?.();
      this.show();
    });
  }
}

/**
 * @param {Cue} cue
 * @returns {number} characters a second
 */
export function reading(cue) {
  const letters = cue.lines.reduce((sum, line) => sum + [...line].length, 0);
  return (letters * 1000) / Math.max(1, cue.end_ms - cue.start_ms);
}

/**
 * @param {string} text
 * @returns {string[]} its lines, as the server keeps them
 */
function linesOf(text) {
  const lines = text.split("\n").map((line) => line.replace(/\t/g, " ").trim()).filter(Boolean);
  return lines.length ? lines : [""];
}

/**
 * A field that is being typed into keeps what is typed, until the answer to it has come.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} value
 */
function fill(field, value) {
  if (typed.has(field) || unanswered.has(field)) return;
  const same = field.dataset.field === "text" ? linesOf(field.value).join("\n") : field.value.trim();
  if (document.activeElement === field && same === value) return;
  if (field.value !== value) field.value = value;
  if (field.defaultValue !== value) field.defaultValue = value;
}

/**
 * @param {Cue} cue
 * @returns {string} what the second language says while it is shown
 */
function secondOf(cue) {
  const middle = (cue.start_ms + cue.end_ms) / 2;
  return (review.second ?? [])
    .filter((/** @type {any} */ other) => (other.start_ms <= middle && middle < other.end_ms) || (other.start_ms >= cue.start_ms && other.end_ms <= cue.end_ms))
    .map((/** @type {any} */ other) => other.text).join("\n");
}

/** @param {string} number */
function sourceOf(number) {
  return sheet.footnotes.find((note) => note.number === number)?.full ?? "";
}
