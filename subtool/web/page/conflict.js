// @ts-check
/** Cues that were changed here and in the file: which is to stay. */

import { clock } from "./clock.js";
import { byId, make } from "./elements.js";
import { edit } from "./server.js";
import { on } from "./sheet.js";

const dialog = /** @type {HTMLDialogElement} */ (byId("conflict"));

/**
 * @param {import("./sheet.js").Cue | null} cue
 * @returns {HTMLElement}
 */
function said(cue) {
  if (!cue) return make("p", { class: "faint" }, "deleted");
  return make("p", { dir: "auto" }, `${clock(cue.start_ms)} `, cue.lines.join(" / "));
}

let shown = "{}";

on("state", ({ conflicts }) => {
  const entries = Object.entries(conflicts);
  const asked = JSON.stringify(conflicts);
  if (asked !== shown) showChoices(entries);
  shown = asked; // else the buttons stay, under the pointer or with the focus
  if (entries.length && !dialog.open) dialog.showModal();
  if (!entries.length && dialog.open) dialog.close();
});

/** @param {[string, {ours: any, theirs: any}][]} entries */
function showChoices(entries) {
  byId("conflicts").replaceChildren(...entries.map(([id, { ours, theirs }]) => {
    const choice = (/** @type {boolean} */ isTheirs, /** @type {string} */ label) => {
      const button = make("button", { type: "button", "data-take": isTheirs ? "theirs" : "ours" }, label);
      button.addEventListener("click", () => void edit({ edit: "resolve", cue: id, theirs: isTheirs }));
      return button;
    };
    return make("li", {}, said(ours), choice(false, "Keep this"), said(theirs), choice(true, "Take the file's"));
  }));
}
