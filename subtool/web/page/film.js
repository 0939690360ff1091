// @ts-check
/** The film, or the sound, and where it is. Without either there is still a moment that is shown. */

import { clock } from "./clock.js";
import { byId, make } from "./elements.js";
import { review } from "./server.js";
import { cues, on, selection, tell } from "./sheet.js";

/** @type {HTMLVideoElement | HTMLAudioElement | null} */
let player = null;
let still_ms = 0; // the moment where there is no film
let until_ms = Infinity; // where playing a cue ends
const RATES = [1, 1.5, 2, 4];

/** @returns {number} the moment that is shown */
export function now() {
  return player ? player.currentTime * 1000 : still_ms;
}

/** @returns {number} */
export function duration() {
  const last = [...cues.values()].reduce((latest, cue) => Math.max(latest, cue.end_ms), 0);
  return review.film?.duration_ms || Math.max(last + 2000, 10_000);
}

/** @returns {boolean} */
export function isPlaying() {
  return Boolean(player && !player.paused && !player.ended);
}

/** @param {number} ms */
export function seek(ms) {
  until_ms = Infinity;
  const to = Math.min(Math.max(0, ms), duration());
  if (player) player.currentTime = to / 1000;
  else still_ms = to;
  tick();
}

/** @returns {number} how long a frame is */
export function frameMs() {
  return 1000 / (review.film?.fps || 25);
}

/** @param {number} frames */
export function stepFrames(frames) {
  pause();
  const length = frameMs();
  seek((Math.round(now() / length) + frames) * length + 1);
}

export function pause() {
  player?.pause();
}

export function toggle() {
  if (!player) return;
  until_ms = Infinity;
  if (player.paused) play();
  else player.pause();
}

function play(rate = 1) {
  if (!player) return;
  player.playbackRate = rate;
  byId("rate").textContent = rate === 1 ? "" : `${rate}×`;
  player.play().catch(() => undefined);
}

/** Faster, each time. */
export function faster() {
  if (!player) return;
  const at = isPlaying() ? RATES.indexOf(player.playbackRate) : -1;
  play(RATES[Math.min(at + 1, RATES.length - 1)]);
}

/** Back by a second, each time; browsers do not play backwards. */
export function backward() {
  seek(now() - 1000);
}

/**
 * Play a stretch and stop.
 * @param {number} from_ms
 * @param {number} to_ms
 */
export function playSpan(from_ms, to_ms) {
  if (!player) return;
  seek(from_ms);
  until_ms = to_ms;
  play();
}

export function playCue() {
  const cue = cues.get(selection.current);
  if (cue) playSpan(cue.start_ms, cue.end_ms);
}

function tick() {
  if (now() >= until_ms) {
    pause();
    until_ms = Infinity;
  }
  byId("time").textContent = clock(now());
  tell("time", now());
  if (isPlaying()) requestAnimationFrame(tick);
}

function show() {
  const film = review.film;
  const stage = byId("stage");
  stage.style.aspectRatio = review.canvas ? `${review.canvas[0]} / ${review.canvas[1]}` : "16 / 9";
  stage.classList.toggle("blind", !film?.picture);
  const address = film && !film.waiting ? "/media/film" : "";
  noteHowFar(film ?? {});
  if (player?.getAttribute("src") === address && !player.error) return;
  still_ms = now();
  player?.remove();
  player = null;
  if (!address) {
    byId("transport").classList.add("still");
    return;
  }
  byId("transport").classList.remove("still");
  player = film.picture ? make("video", { id: "film", preload: "auto", playsinline: "" }) : make("audio", { id: "film", preload: "auto" });
  player.setAttribute("src", address);
  player.currentTime = still_ms / 1000; // where it was, or a cue that was taken before the film came
  for (const name of ["play", "seeked", "timeupdate", "loadeddata"]) player.addEventListener(name, tick);
  for (const name of ["play", "pause", "ended"]) player.addEventListener(name, () => {
    byId("play").textContent = isPlaying() ? "❚❚" : "▶";
    byId("play").setAttribute("aria-label", isPlaying() ? "Pause" : "Play");
  });
  player.addEventListener("error", () => note("this browser cannot play the film, or it does not come"));
  stage.prepend(player);
}

/** @param {string} text */
export function note(text) {
  const box = byId("stage-note");
  box.textContent = text;
  box.hidden = !text;
}

on("loaded", show);
on("selected", () => {
  const cue = cues.get(selection.current);
  if (cue && !isPlaying() && (now() < cue.start_ms || now() >= cue.end_ms)) seek(cue.start_ms);
});
/** @param {{made?: number, waiting?: boolean, trouble?: string}} film */
function noteHowFar({ made = 0, waiting, trouble }) {
  if (trouble) note(`no film for this browser: ${trouble}`);
  else note(waiting ? `making a film that this browser can play: ${Math.round(made * 100)} %` : "");
}

on("film", show);
