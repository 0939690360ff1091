// @ts-check
/** A cue as a row of the list: its fields are edited where they stand. */

import { clock, milliseconds } from "./clock.js";
import { make } from "./elements.js";
import { edit, review, say } from "./server.js";
import { cues, position, problems, select, selection, sheet } from "./sheet.js";

/** @typedef {import("./sheet.js").Cue} Cue */

const SURE = 0.9; // as in subtool/review/doubts.py
const PAUSE_MS = 250; // of typing: then the text is sent
let steps = 0;

/** Something typed that has not been sent. @type {Map<HTMLElement, () => void>} */
const typed = new Map();

/** Send what is being typed, now. */
export function flush() {
  for (const send of [...typed.values()]) send();
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
    this.speed = make("span", { class: "speed" });
    this.notes = make("span", { class: "notes" });
    this.problems = make("ul", { class: "chips", id: `problems-of-${id}` });
    this.second = make("div", { class: "second", dir: "auto", hidden: "" });
    this.speaker.setAttribute("placeholder", "speaker");
    this.comment.setAttribute("placeholder", "comment");
    this.element = make("div", { class: "row", "data-cue": id, role: "listitem" },
      make("div", { class: "where" }, this.number, this.verdict),
      make("div", { class: "times" }, this.in, this.out, this.speed),
      make("div", { class: "said" }, this.text, this.second),
      make("div", { class: "about" }, make("div", { class: "names" }, this.speaker, this.notes), this.comment, this.problems));
    this.element.addEventListener("mousedown", (event) => this.#pressed(event));
    this.element.addEventListener("focusin", () => {
      if (selection.current !== id) select(id);
    });
    this.#saysText();
    this.#saysWhenLeft(this.speaker, "speaker", (value) => value.trim() || null);
    this.#saysWhenLeft(this.comment, "comment", (value) => value);
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

  /** Show the cue as it is now. */
  show() {
    const cue = cues.get(this.id);
    if (!cue) return;
    const number = position(this.id) + 1;
    const found = problems.get(this.id) ?? [];
    this.number.textContent = String(number);
    this.element.setAttribute("aria-posinset", String(number));
    this.element.setAttribute("aria-setsize", String(sheet.order.length));
    this.element.setAttribute("aria-label", `Cue ${number}, ${cue.accepted ? "accepted" : cue.timing}`);
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
    this.notes.replaceChildren(...cue.footnotes.map((note) => make("sup", { title: sourceOf(note) }, note)));
    this.problems.replaceChildren(...found.map((problem) => make("li", { title: `${problem.message} – ${problem.mend}` }, problem.code)));
    this.marks();
  }

  /** Show whether it is selected. */
  marks() {
    const current = selection.current === this.id;
    this.element.classList.toggle("current", current);
    this.element.setAttribute("aria-current", String(current));
    this.element.setAttribute("aria-selected", String(selection.also.has(this.id)));
    this.element.classList.toggle("selected", selection.also.has(this.id));
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const how = { add: event.ctrlKey || event.metaKey, range: event.shiftKey };
    if (how.add || how.range) event.preventDefault();
    select(this.id, how);
  }

  /** Text goes out a moment after the last letter; all that is typed before the field is left is one step of undo. */
  #saysText() {
    let step = "";
    let timer = 0;
    const send = () => {
      clearTimeout(timer);
      typed.delete(this.text);
      const cue = cues.get(this.id);
      const lines = linesOf(this.text.value);
      if (!cue || lines.join("\n") === cue.lines.join("\n")) return;
      void edit({ edit: "text", cue: this.id, lines, step });
    };
    this.text.addEventListener("focus", () => (step = `${Date.now()}-${steps++}`));
    this.text.addEventListener("input", () => {
      clearTimeout(timer);
      typed.set(this.text, send);
      timer = setTimeout(send, PAUSE_MS);
    });
    this.text.addEventListener("blur", () => {
      send();
      this.show();
    });
  }

  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {"speaker" | "comment"} name
   * @param {(value: string) => string | null} read
   */
  #saysWhenLeft(field, name, read) {
    const send = () => {
      typed.delete(field);
      const value = read(field.value);
      if (value === (cues.get(this.id)?.[name] ?? (name === "comment" ? "" : null))) return;
      void edit({ edit: name, cue: this.id, [name]: value });
    };
    field.addEventListener("input", () => typed.set(field, send));
    field.addEventListener("change", send);
    field.addEventListener("keydown", (event) => {
      if (event instanceof KeyboardEvent && event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        send();
      }
    });
  }

  /**
   * @param {HTMLInputElement} field
   * @param {"in" | "out"} end
   */
  #saysTime(field, end) {
    const send = () => {
      typed.delete(field);
      const cue = cues.get(this.id);
      const ms = milliseconds(field.value);
      if (!cue) return;
      if (ms === null) {
        say(`“${field.value}” is not a time; write 1:02.5 or 00:01:02.500`);
        field.value = clock(end === "in" ? cue.start_ms : cue.end_ms);
        return;
      }
      if (ms === (end === "in" ? cue.start_ms : cue.end_ms)) return;
      void edit({ edit: "times", spans: { [this.id]: end === "in" ? [ms, cue.end_ms] : [cue.start_ms, ms] } })
        .then(() => this.show());
    };
    field.addEventListener("input", () => typed.set(field, send));
    field.addEventListener("change", send);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        send();
      }
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
 * A field that is being typed into keeps what is typed.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} value
 */
function fill(field, value) {
  if (typed.has(field)) return;
  if (field.dataset.field === "text" && document.activeElement === field && linesOf(field.value).join("\n") === value) return;
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
