// @ts-check
/** The house style that cues are checked against. */

import { byId, make } from "./elements.js";
import { review, say, useProfile } from "./server.js";
import { on } from "./sheet.js";

const choice = /** @type {HTMLSelectElement} */ (byId("profile"));

on("loaded", () => {
  const names = review.profiles.includes(review.profile) ? review.profiles : [review.profile, ...review.profiles];
  choice.replaceChildren(...names.map((/** @type {string} */ name) => make("option", { value: name }, name)));
  choice.value = review.profile;
});
choice.addEventListener("change", () => void useProfile(choice.value).catch((error) => say(error.message)));
