import { makeInstance } from "#core";

/** The same functions as in client-inline.js. Here, nothing is compiled. */
export const compiled = () => makeInstance;
/** @param {typeof import("./core-js.js").makeInstance} makeInstance */
export const instantiate = (makeInstance) => makeInstance();
