// @ts-check
/** Sentences not in the film, speech not in the script, cues out of the script's order, and the sources. */

import { shortClock } from "./clock.js";
import { byId, make } from "./elements.js";
import { playSpan, seek } from "./film.js";
import { expectField } from "./expected.js";
import { fieldOf, reveal } from "./rows.js";
import { edit, review, say } from "./server.js";
import { cues, on, select, sheet } from "./sheet.js";
import { markedRegion, unmark } from "./blocks.js";
import { look } from "./waveform.js";

function showUnspoken() {
  byId("unspoken-count").textContent = String(sheet.unspoken.length);
  byId("unspoken").replaceChildren(...sheet.unspoken.map((sentence, number) => {
    const put = make("button", { type: "button", class: "small", title: "Put it into the marked stretch, or the first one without a script" }, "Put in");
    put.addEventListener("click", () => void putIn(sentence));
    const entry = make("li", { draggable: "true" }, make("span", { class: "faint" }, `${sheet.counted} ${sentence.source.line} `), make("span", { dir: "auto" }, sentence.text), " ", put);
    entry.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/x-unspoken", String(number)));
    return entry;
  }));
}

/**
 * @param {import("./sheet.js").Unspoken} sentence
 * @param {import("./sheet.js").Span | null} [stretch] else the first one without a script
 */
async function putIn(sentence, stretch = markedRegion()) {
  unmark();
  const answer = await edit(() => {
    const unspoken = sheet.unspoken.findIndex((other) => isSameSentence(other, sentence)); // others may have gone
    const place = stretch ?? sheet.unscripted[0];
    if (!place) say("Mark where the sentence is said, by a drag over the waveform between two cues.");
    return place && unspoken >= 0 ? [{ edit: "insert", start_ms: place.start_ms, end_ms: place.end_ms, unspoken }] : [];
  });
  if (answer?.select) {
    reveal(answer.select);
    await edit({ edit: "rehear", cues: [answer.select] });
  }
}

/**
 * @param {import("./sheet.js").Unspoken} one
 * @param {import("./sheet.js").Unspoken} other
 */
function isSameSentence(one, other) {
  return one.text === other.text && one.source.line === other.source.line && one.source.column === other.source.column;
}

/**
 * @param {DragEvent} event
 * @param {import("./sheet.js").Span | null} [stretch]
 */
function putDropped(event, stretch) {
  const number = event.dataTransfer?.getData("text/x-unspoken") ?? "";
  const sentence = /^\d{1,6}$/.test(number) && sheet.unspoken[Number(number)];
  if (sentence) void putIn(sentence, stretch);
}

function showUnscripted() {
  byId("unscripted-count").textContent = String(sheet.unscripted.length);
  byId("unscripted").replaceChildren(...sheet.unscripted.map((stretch) => {
    const times = `${shortClock(stretch.start_ms)} – ${shortClock(stretch.end_ms)}`;
    const play = make("button", { type: "button", class: "entry" }, times);
    play.addEventListener("click", () => {
      look(stretch.start_ms - 2000, stretch.end_ms + 2000);
      seek(stretch.start_ms);
      playSpan(stretch.start_ms, stretch.end_ms);
    });
    const type = make("button", { type: "button", class: "small" }, "Type it");
    type.addEventListener("click", () => void expectField(typeIn(stretch)));
    const entry = make("li", {}, play, " ", type);
    entry.addEventListener("dragover", (event) => event.preventDefault());
    entry.addEventListener("drop", (event) => putDropped(event, stretch));
    return entry;
  }));
}

/** @param {import("./sheet.js").Span} stretch */
async function typeIn({ start_ms, end_ms }) {
  const answer = await edit(() => {
    const isThere = sheet.unscripted.some((other) => other.start_ms === start_ms && other.end_ms === end_ms);
    return isThere ? [{ edit: "insert", start_ms, end_ms, lines: [""] }] : []; // one press is enough
  });
  if (!answer?.select) return null;
  typed = answer.select;
  return fieldOf(typed, "text");
}

let typed = ""; // the cue that is being typed into a stretch

/** What was typed into a stretch is found in its sound as soon as its field is left, and the server has the text. */
function hearTyped() {
  const field = document.activeElement?.closest("[data-cue]");
  if (!typed || field?.getAttribute("data-cue") === typed || !cues.get(typed)?.lines.join("").trim()) return;
  const cue = typed;
  typed = "";
  if (review.film?.sound) void edit({ edit: "rehear", cues: [cue] });
}

document.addEventListener("focusout", () => setTimeout(hearTyped));
on("cues", hearTyped);

/** Cues whose line in the script is before that of a cue shown earlier: the scene was moved. */
function showMoved() {
  let line = 0;
  const moved = [];
  for (const id of sheet.order) {
    const cue = cues.get(id);
    if (!cue?.source || cue.role !== "speech") continue;
    if (cue.source.line < line) moved.push(cue);
    line = Math.max(line, cue.source.line);
  }
  byId("moved-count").textContent = String(moved.length);
  byId("moved-panel").hidden = !moved.length;
  byId("moved").replaceChildren(...moved.slice(0, 200).map((cue) => {
    const entry = make("button", { type: "button", class: "entry" }, make("span", { class: "faint" }, `${shortClock(cue.start_ms)}, line ${cue.source?.line} `), cue.lines.join(" "));
    entry.addEventListener("click", () => {
      select(cue.id);
      reveal(cue.id);
      seek(cue.start_ms);
    });
    return make("li", {}, entry);
  }));
}

function showFootnotes() {
  byId("footnotes-count").textContent = String(sheet.footnotes.length);
  byId("footnotes-panel").hidden = !sheet.footnotes.length;
  byId("footnotes").replaceChildren(...sheet.footnotes.map((note) => make("li", {}, make("b", {}, note.number), " ", make("span", { dir: "auto" }, note.full))));
}

const waveform = byId("waveform");
waveform.addEventListener("dragover", (event) => event.preventDefault());
waveform.addEventListener("drop", (event) => putDropped(event));

on("lists", () => {
  showUnspoken();
  showUnscripted();
});
on("loaded", () => {
  showMoved();
  showFootnotes();
});
