import { createClerkClient } from "@clerk/backend";
import { PARAMS } from "../data.mjs";

export const call = () =>
  createClerkClient({ secretKey: "sk_test_bench", telemetry: { disabled: true } }).users.updateUserMetadata(
    "user_bench",
    PARAMS.small,
  );
