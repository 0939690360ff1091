// @ts-check
/** The problems of the selected cue with their mends, and below them those of all cues. */

import { shortClock } from "./clock.js";
import { byId, make } from "./elements.js";
import { seek } from "./film.js";
import { reveal } from "./rows.js";
import { edit } from "./server.js";
import { cues, on, position, problems, select, selection, sheet } from "./sheet.js";

const MOST = 200; // cues in the list; what is mended makes room for the others
let waiting = 0;

const here = make("ul", { class: "entries" });
const fix = make("button", { type: "button", "data-action": "fix" }, "Mend this cue");
const others = make("ol", { class: "entries" });
byId("problems").append(make("div", { class: "here" }, fix, here), others);

function showHere() {
  const found = problems.get(selection.current) ?? [];
  fix.disabled = !found.some((problem) => problem.fixable);
  here.replaceChildren(...found.map((problem) => {
    const entry = make("li", { "data-code": problem.code }, make("b", {}, problem.code), ` ${problem.message} `);
    if (problem.fixable) {
      const mend = make("button", { type: "button", class: "small", title: problem.mend }, "Mend");
      mend.addEventListener("click", () => void edit({ edit: "fix", cue: selection.current, code: problem.code }));
      entry.append(mend);
    } else {
      entry.append(make("span", { class: "faint" }, problem.mend));
    }
    return entry;
  }));
}

function showOthers() {
  const ids = [...problems].filter(([id, found]) => found.length && cues.has(id)).map(([id]) => id);
  ids.sort((a, b) => position(a) - position(b));
  byId("problems-count").textContent = String(ids.reduce((sum, id) => sum + (problems.get(id)?.length ?? 0), 0));
  others.replaceChildren(...ids.slice(0, MOST).map((id) => {
    const cue = /** @type {import("./sheet.js").Cue} */ (cues.get(id));
    const codes = (problems.get(id) ?? []).map((problem) => problem.code).join(", ");
    const entry = make("button", { type: "button", class: "entry" }, make("span", { class: "faint" }, shortClock(cue.start_ms)), ` ${codes}`);
    entry.addEventListener("click", () => {
      select(id);
      reveal(id);
      seek(cue.start_ms);
    });
    return make("li", {}, entry);
  }));
  if (ids.length > MOST) others.append(make("li", { class: "faint" }, `and ${ids.length - MOST} cues more`));
}

function showSoon() {
  showHere();
  clearTimeout(waiting);
  waiting = setTimeout(showOthers, sheet.order.length > 2000 ? 200 : 0);
}

on("problems", showSoon);
on("cues", showSoon);
on("selected", showHere);
