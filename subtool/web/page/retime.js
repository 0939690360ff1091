// @ts-check
/** Times of cues, given by their ends. */

import { edit } from "./server.js";
import { cues } from "./sheet.js";

/**
 * Where only one end is given, the other is what the edits before this one have left it to be.
 * @param {Record<string, {start_ms?: number, end_ms?: number}>} ends
 * @param {string} [step] of undo, where several edits are one
 * @returns {Promise<any>}
 */
export function retime(ends, step) {
  return edit(() => {
    /** @type {Record<string, [number, number]>} */
    const spans = {};
    for (const [id, given] of Object.entries(ends)) {
      const cue = cues.get(id);
      if (!cue) continue;
      const [start_ms, end_ms] = [given.start_ms ?? cue.start_ms, given.end_ms ?? cue.end_ms];
      if (start_ms !== cue.start_ms || end_ms !== cue.end_ms) spans[id] = [start_ms, end_ms];
    }
    return Object.keys(spans).length ? [{ edit: "times", spans, ...(step ? { step } : {}) }] : [];
  });
}
