import { makeInstance } from "#core";

/** Nothing to compile: see client-inline.js for what the two stand for. */
export const compiled = () => makeInstance;
export const instantiate = (makeInstance) => makeInstance();
