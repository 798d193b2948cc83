import { readFileSync } from "node:fs";

/** A file of tests/fixtures; its README says what is in them. */
export const fixture = (name) => JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8"));

export const { version } = JSON.parse(readFileSync(new URL("../../../pkg/package.json", import.meta.url), "utf8"));
