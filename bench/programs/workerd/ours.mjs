import { createClerkClient } from "clerk-metadata";
import { PARAMS } from "../data.mjs";

export const call = () =>
  createClerkClient({ secretKey: "sk_test_bench" }).users.updateUserMetadata("user_bench", PARAMS.small);
