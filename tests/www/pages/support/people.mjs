// The users and organizations of the flows, in both modes: some of the samples of the sandbox.
import { readFileSync } from "node:fs";

export const ADA = "user_sandbox_ada";

const IDS = [ADA, "user_sandbox_grace", "user_sandbox_new"];
const sampleUsers = new URL("../../../../www/src/worker/sample-users.json", import.meta.url);

export const USERS = JSON.parse(readFileSync(sampleUsers, "utf8")).filter(({ id }) => IDS.includes(id));

export const ENGINES = "org_sandbox_analytical";
/** The ID of Ada's membership in it. */
export const ADA_AT_ENGINES = "orgmem_sandbox_ada";

const sampleOrganizations = new URL("../../../../www/src/worker/sample-organizations.json", import.meta.url);

export const ORGANIZATIONS = JSON.parse(readFileSync(sampleOrganizations, "utf8"));
