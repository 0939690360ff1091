// @ts-check
/** The page put together. */

import "./actions.js";
import "./blocks.js";
import "./conflict.js";
import "./find.js";
import "./keys.js";
import "./left.js";
import "./lists.js";
import "./overlay.js";
import "./problems.js";
import "./profile.js";
import "./rows.js";
import "./script.js";
import "./waveform.js";
import { flush } from "./row.js";
import { opened, say } from "./server.js";
import { select, selection, sheet } from "./sheet.js";

opened.then(
  () => select(selection.current || (sheet.order[0] ?? "")), // a row may have been taken before the rest came
  (error) => say(error.message),
);
addEventListener("beforeunload", (event) => {
  flush();
  if (document.body.dataset.state === "offline") event.preventDefault();
});
document.addEventListener("visibilitychange", flush);
