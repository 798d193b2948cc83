import { createClerkClient } from "@clerk/backend";
import { SMALL_PARAMS } from "../data.mjs";

export const call = () =>
  createClerkClient({ secretKey: "sk_test_bench", telemetry: { disabled: true } }).users.updateUserMetadata(
    "user_bench",
    SMALL_PARAMS,
  );
