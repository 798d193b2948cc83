export { createRateLimiter } from "./bulk/rate-limiter.js";
export { ClerkBulkError, isClerkBulkError } from "./bulk/bulk-error.js";
export { openJournal } from "./bulk/file-journal.js";
export { planUsersMetadata } from "./bulk/plan-users.js";
export { updateUsersMetadata } from "./bulk/update-users.js";
