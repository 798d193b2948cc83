export { createLocalBackend } from "./local/backend.js";
export { diffMetadata, mergeMetadata } from "./local/merge-and-diff.js";
