export { createLocalBackend } from "./local/backend.js";
export { diffMetadata, mergeMetadata } from "./local/change.js";
