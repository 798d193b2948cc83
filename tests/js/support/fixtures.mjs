import { readFileSync } from "node:fs";

/** Reads a file of tests/fixtures; the README there describes the format. */
export const fixture = (name) => JSON.parse(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8"));

export const { version } = JSON.parse(readFileSync(new URL("../../../pkg/package.json", import.meta.url), "utf8"));
