// The users of the flows, in both modes: some of the sample users of the sandbox.
import { readFileSync } from "node:fs";

export const ADA = "user_sandbox_ada";

const IDS = [ADA, "user_sandbox_grace", "user_sandbox_new"];
const sampleUsers = new URL("../../../../www/src/worker/sample-users.json", import.meta.url);

export const USERS = JSON.parse(readFileSync(sampleUsers, "utf8")).filter(({ id }) => IDS.includes(id));
