// @ts-check
/** The picture of what would be burned in, over the film. */

import { byId } from "./elements.js";
import { isPlaying } from "./film.js";
import { cueAt, cues, on, position, selection, sheet, versions } from "./sheet.js";

const picture = /** @type {HTMLImageElement} */ (byId("overlay"));
let shown = ""; // the address of what is shown, or asked for
let moment = 0;
let tries = 0; // of what is shown: a busy machine may fail once
const MOST_TRIES = 3;
const AGAIN_MS = 1000;

/** @param {string} id */
function address(id) {
  const near = sheet.order.slice(Math.max(0, position(id) - 3), position(id) + 4);
  const version = near.reduce((sum, other) => sum + (versions.get(other) ?? 0), 0);
  return `/api/overlay/${encodeURIComponent(id)}.png?v=${near.length}-${version}`;
}

function show() {
  const current = cues.get(selection.current);
  const isHere = current && current.start_ms <= moment && moment < current.end_ms;
  const cue = isHere && !isPlaying() ? current : cueAt(moment);
  const wanted = cue ? address(cue.id) : "";
  if (wanted === shown) return;
  shown = wanted;
  tries = 0;
  if (!cue) {
    picture.hidden = true;
    picture.removeAttribute("src");
    return;
  }
  if (picture.dataset.cueShown !== cue.id) picture.hidden = true; // never another cue's text
  picture.dataset.cueShown = cue.id;
  picture.alt = cue.lines.join(" ");
  picture.src = wanted;
}

picture.addEventListener("load", () => (picture.hidden = false));
picture.addEventListener("error", () => {
  picture.hidden = true;
  const failed = shown;
  tries += 1;
  if (failed && tries < MOST_TRIES) setTimeout(() => shown === failed && (picture.src = failed), AGAIN_MS);
});
on("time", (/** @type {number} */ ms) => {
  moment = ms;
  show();
});
on("cues", show);
on("selected", show);
