// The state of the edit of one field. States are immutable and share their unchanged parts, so the undo history stores
// references to states.
import { identical } from "../json/equal.js";
import { type JsonSyntaxError, parseJson } from "../json/parse.js";
import { EMPTY, isObject, type Json, type JsonObject } from "../json/value.js";
import { type Draft, type Drafts, NO_DRAFTS, applyDrafts } from "./drafts.js";

/** What the person edits: the new value, or a patch. */
export type Intent = "value" | "patch";

export interface FieldState {
  readonly intent: Intent;
  /** The value. While the text is not valid JSON: the last valid value. */
  readonly value: Json;
  /** The typed text; `undefined` if the tree was edited since. */
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

/** The value with all drafts, or its problem. */
export function typedOf({ value, text, drafts }: FieldState): Typed {
  if (text?.error) return { value: EMPTY, problem: { text: `This is not valid JSON. ${text.error.message}.` } };
  if (!isObject(value))
    return { value: EMPTY, problem: { text: "Metadata must be an object: it begins with { and ends with }." } };
  const { value: all, problem } = applyDrafts(value, drafts);
  return problem
    ? { value, problem: { text: `${problem.text}.`, draft: problem.draft } }
    : { value: all as JsonObject };
}

/** Whether a state differs from the stored value. */
export const differs = (state: FieldState, { value, problem }: Typed, base: JsonObject): boolean =>
  problem !== undefined || (state.intent === "value" ? !identical(value, base) : value.size > 0);
