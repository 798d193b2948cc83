import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

globalThis.outcome = scenario(clerkMetadata, () => import("clerk-metadata/local"), globalThis.apiUrl);
