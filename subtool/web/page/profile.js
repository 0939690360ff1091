// @ts-check
/** The house style that cues are checked against. */

import { byId, make } from "./elements.js";
import { review, useProfile } from "./server.js";
import { on } from "./sheet.js";

const choice = /** @type {HTMLSelectElement} */ (byId("profile"));

on("loaded", () => {
  const names = review.profiles.includes(review.profile) ? review.profiles : [review.profile, ...review.profiles];
  choice.replaceChildren(...names.map((/** @type {string} */ name) => make("option", { value: name }, name)));
  choice.value = review.profile;
});
choice.addEventListener("change", async () => {
  if (!(await useProfile(choice.value))) choice.value = review.profile;
});
