// What is typed in one field, at one moment. Nothing here is changed: an edit gives another state, which shares
// the parts that are the same, so that a step back is a reference to an earlier state.
import { identical } from "../json/equal.js";
import { type JsonSyntaxError, parseJson } from "../json/parse.js";
import { EMPTY, isObject, type Json, type JsonObject } from "../json/value.js";
import { type Draft, type Drafts, NO_DRAFTS, takeAll } from "./drafts.js";

/** What is typed: the value that is wanted, or a patch. */
export type Intent = "value" | "patch";

export interface FieldState {
  readonly intent: Intent;
  /** With a text that is not JSON: the last value that was. */
  readonly value: Json;
  /** Text as it is typed; `undefined` where the value was edited as a tree since. */
  readonly text: { readonly source: string; readonly error: JsonSyntaxError | undefined } | undefined;
  readonly drafts: Drafts;
}

export const cleanState = (base: JsonObject): FieldState => ({
  intent: "value",
  value: base,
  text: undefined,
  drafts: NO_DRAFTS,
});

export function textState(state: FieldState, source: string): FieldState {
  try {
    return {
      ...state,
      value: parseJson(source, { uniqueKeys: true }),
      text: { source, error: undefined },
      drafts: NO_DRAFTS,
    };
  } catch (error) {
    return { ...state, text: { source, error: error as JsonSyntaxError }, drafts: NO_DRAFTS };
  }
}

export interface Typed {
  value: JsonObject;
  problem?: { text: string; draft?: Draft };
}

/** The value with all that is typed in it, or why there is none. */
export function typedOf({ value, text, drafts }: FieldState): Typed {
  if (text?.error) return { value: EMPTY, problem: { text: `This is not JSON yet. ${text.error.message}.` } };
  if (!isObject(value))
    return { value: EMPTY, problem: { text: "Metadata is an object: it begins with { and ends with }." } };
  const { value: all, problem } = takeAll(value, drafts);
  return problem
    ? { value, problem: { text: `${problem.text}.`, draft: problem.draft } }
    : { value: all as JsonObject };
}

/** Whether a state differs from what is stored. */
export const differs = (state: FieldState, { value, problem }: Typed, base: JsonObject): boolean =>
  problem !== undefined || (state.intent === "value" ? !identical(value, base) : value.size > 0);
