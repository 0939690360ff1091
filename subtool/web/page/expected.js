// @ts-check
/** A field that is to have the cursor, but is not there yet: what is typed meanwhile is for it. */

import { isTyping } from "./elements.js";

/** @type {{from: Element | null, text: string} | null} where the cursor was, and what has been typed since */
let expected = null;

/**
 * @param {Promise<HTMLInputElement | HTMLTextAreaElement | null | undefined>} coming
 */
export async function expectField(coming) {
  const expects = { from: document.activeElement, text: "" };
  expected = expects;
  const field = await coming;
  if (expected === expects) expected = null;
  if (!field) return;
  const isElsewhere = document.activeElement !== expects.from && isTyping(document.activeElement);
  if (!isElsewhere) field.focus();
  if (!expects.text) return;
  field.setRangeText(expects.text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether it is for a field that is not there yet
 */
export function isExpected(event) {
  if (!expected || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (document.activeElement !== expected.from) {
    expected = null; // somebody types elsewhere
    return false;
  }
  if (event.key === "Backspace") expected.text = [...expected.text].slice(0, -1).join("");
  else if (event.key === "Enter") expected.text += "\n";
  else if ([...event.key].length === 1) expected.text += event.key;
  else return false;
  return true;
}
