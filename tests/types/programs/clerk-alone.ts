// Clerk's declarations have errors of their own where skipLibCheck is off: this shows which.
import { createClerkClient } from "@clerk/backend";
import { isClerkAPIResponseError } from "@clerk/backend/errors";

export { createClerkClient, isClerkAPIResponseError };
