// What chunks share with the entry that loads them: a chunk has copies of everything else that it imports.
import { abortReason, onAbort } from "./abort.js";
import { executeCall, readChecked } from "./call.js";
import { createdErrors } from "./errors.js";
import { callWasm } from "./instance.js";
import { redactThrown } from "./redact.js";
import { isControlFlow } from "./transport.js";

export const HOST = {
  abortReason,
  callWasm,
  createdErrors,
  executeCall,
  isControlFlow,
  onAbort,
  readChecked,
  redactThrown,
};
/** @typedef {typeof HOST} Host */
