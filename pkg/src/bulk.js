export { createRateLimiter } from "./bulk/rate-limiter.js";
export { ClerkBulkError, isClerkBulkError } from "./bulk/bulk-error.js";
export { openJournal } from "./bulk/file-journal.js";
export { planUsersMetadata } from "./bulk/plan-users.js";
export { checkRows, readRows } from "./bulk/read-rows.js";
export { undoRows } from "./bulk/undo-rows.js";
export { updateUsersMetadata } from "./bulk/update-users.js";
