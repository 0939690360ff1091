// @ts-check
/** Which cues are listed: by what is left, and by text; and text replaced, after a look at what would change. */

import { byId, make } from "./elements.js";
import { flush } from "./row.js";
import { list, listedIds, reveal } from "./rows.js";
import { edit, opened, say, settled } from "./server.js";
import { cues, on, position, problems, select, selection, sheet } from "./sheet.js";

const filter = /** @type {HTMLSelectElement} */ (byId("filter"));
const search = /** @type {HTMLInputElement} */ (byId("search"));
const replacement = /** @type {HTMLInputElement} */ (byId("replacement"));
const dialog = /** @type {HTMLDialogElement} */ (byId("replace"));
let doubtful = new Set();

/** @param {string} id */
function fits(id) {
  const cue = cues.get(id);
  if (!cue) return false;
  switch (filter.value) {
    case "left": return doubtful.has(id);
    case "doubts": return !cue.accepted && cue.timing !== "edited" && doubtful.has(id);
    case "problems": return Boolean(problems.get(id)?.length);
    case "comments": return Boolean(cue.comment);
    case "accepted": return Boolean(cue.accepted);
    default: return true;
  }
}

/** @param {string} id */
function contains(id) {
  const text = cues.get(id)?.lines.join(" ").toLocaleLowerCase() ?? "";
  return text.includes(search.value.toLocaleLowerCase());
}

function apply() {
  doubtful = new Set(sheet.doubts);
  list((id) => fits(id) && (!search.value || contains(id)));
  const found = listedIds().filter((id) => fits(id) && contains(id));
  byId("found").textContent = search.value || filter.value !== "all" ? `${found.length} found` : "";
  return found;
}

async function findNext() {
  await opened;
  const found = listedIds().filter(contains);
  const next = found.find((id) => position(id) > position(selection.current)) ?? found[0];
  if (next) {
    select(next);
    reveal(next);
  }
}

/**
 * @param {string} text as it is written, capitals too
 * @returns {import("./sheet.js").Cue[]} the cues that have it
 */
function withText(text) {
  const all = sheet.order.map((id) => cues.get(id)).filter((cue) => cue !== undefined);
  return all.filter((cue) => cue.lines.some((line) => line.includes(text)));
}

async function preview() {
  if (!search.value) return say("Write what is to be replaced into “Find text”.");
  flush();
  await opened;
  await settled(); // what is being typed is looked at too
  const changed = withText(search.value);
  byId("replacements").replaceChildren(...changed.slice(0, 500).map((cue) => make("li", { dir: "auto" },
    ...cue.lines.flatMap((line) => [...marked(line), make("br")]))));
  byId("replace-title").textContent = `Replace in ${changed.length} cues (as it is written, capitals too)`;
  /** @type {HTMLButtonElement} */ (byId("do-replace")).disabled = !changed.length;
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue !== "yes") return;
    const step = `replace-${Date.now()}`; // of all of them: together they are one step of undo
    const [from, to] = [search.value, replacement.value];
    void edit(() => withText(from).map((cue) => ({
      edit: "text", cue: cue.id, lines: cue.lines.map((line) => line.replaceAll(from, () => to)), step,
    })));
  };
  dialog.showModal();
  return undefined;
}

/**
 * @param {string} line
 * @returns {(Node | string)[]} it, with what goes and what comes marked
 */
function marked(line) {
  return line.split(search.value).flatMap((part, number) =>
    number ? [make("del", {}, search.value), make("ins", {}, replacement.value), part] : [part]);
}

filter.addEventListener("change", apply);
search.addEventListener("input", apply);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter") void findNext();
  if (event.key === "Escape") {
    search.value = "";
    apply();
    search.blur();
  }
});
byId("preview-replace").addEventListener("click", () => void preview());
on("loaded", apply);
on("doubts", () => {
  if (filter.value !== "all") apply();
});
