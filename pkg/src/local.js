export { createLocalBackend } from "./local/backend.js";
