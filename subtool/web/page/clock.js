// @ts-check
/** Times as people write them. */

/**
 * @param {number} ms
 * @returns {string} as in 00:01:02.345
 */
export function clock(ms) {
  const whole = Math.max(0, Math.round(ms));
  const pad = (/** @type {number} */ value, size = 2) => String(value).padStart(size, "0");
  const seconds = Math.floor(whole / 1000);
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${pad(whole % 1000, 3)}`;
}

/**
 * @param {number} ms
 * @returns {string} as in 1:02.3, for labels
 */
export function shortClock(ms) {
  const tenths = Math.round(ms / 100);
  const minutes = Math.floor(tenths / 600);
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, "0");
  return minutes < 60 ? `${minutes}:${seconds}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
}

/**
 * @param {string} text as in 1:02:03.4, 62.5 or 01:02:03,400
 * @returns {number | null} milliseconds, or null when it is not a time
 */
export function milliseconds(text) {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!match) return null;
  const [, hours = "0", minutes = "0", seconds, part = ""] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(part.padEnd(3, "0"));
}
