import { createClerkClient } from "clerk-metadata";
import { SMALL_PARAMS } from "../data.mjs";

export const call = () =>
  createClerkClient({ secretKey: "sk_test_bench" }).users.updateUserMetadata("user_bench", SMALL_PARAMS);
