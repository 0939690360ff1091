// @ts-check
/** What is left to do: the bar at the top. */

import { byId } from "./elements.js";
import { cues, on, sheet } from "./sheet.js";

let most = 0; // doubts and problems there were, at most, since the page was loaded

function show() {
  const left = sheet.doubts.length;
  most = Math.max(most, left);
  const done = most ? 1 - left / most : 1;
  /** @type {HTMLElement} */ (byId("left-bar").firstElementChild).style.width = `${Math.round(done * 100)}%`;
  byId("left-text").textContent = left ? `${left} of ${cues.size} cues to look at` : `all ${cues.size} cues settled`;
}

on("doubts", show);
on("loaded", () => {
  byId("title").textContent = sheet.title || "subtool review";
  document.title = `${sheet.title || "Review"} – subtool`;
  show();
});
