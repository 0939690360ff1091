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
import { opened, sendLast, wouldLose } from "./server.js";
import { select, selection, sheet } from "./sheet.js";

document.body.inert = false; // from now on nothing that is pressed is lost
void opened.then(() => select(selection.current || (sheet.order[0] ?? ""))); // a row may have been taken before
addEventListener("beforeunload", (event) => {
  flush();
  if (wouldLose()) event.preventDefault();
});
addEventListener("pagehide", sendLast);
document.addEventListener("visibilitychange", flush);
