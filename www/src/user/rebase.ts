// Moves an edit to another stored value: after a change was applied, or after a reload.
import { conflictsWithPatch, effectivePatch, mergeThree, withValues } from "../compare/three-way.js";
import { equal, identical } from "../json/equal.js";
import { isObject, type Json, type JsonObject } from "../json/value.js";
import { cleanState, differs, type FieldState, typedOf } from "./field-state.js";

/** What the edit is relative to: its base, or the change that was sent. */
export interface Origin {
  value: JsonObject;
  /** The state of the edit when the change was sent. */
  state?: FieldState;
}

export interface Rebased {
  base: JsonObject;
  state: FieldState;
  /** Whether earlier states are relative to the same base, so that undo can restore them. */
  fits: boolean;
}

/**
 * Moves what was typed since `origin` to `stored`. If something would be lost (text that is not valid JSON, a key that
 * someone else changed too), the base keeps the value of `origin` there, so that the next comparison with the stored
 * value finds the conflict. With `mineWins`, the edit overrides the changes of someone else.
 */
export function rebased(typed: FieldState, origin: Origin, stored: JsonObject, mineWins = false): Rebased {
  const isValue = typed.intent === "value";
  const state = isValue ? asStored(typed, origin.value, stored) : typed;
  if (typed === origin.state || (isValue && !differs(typed, typedOf(typed), origin.value)))
    return { base: stored, state: cleanState(stored), fits: true };
  if (equal(origin.value, stored)) return { base: stored, state, fits: true };
  const unmoved: Rebased = { base: mineWins ? stored : origin.value, state, fits: true };
  if (state.text?.error || !isObject(state.value)) return unmoved;
  if (isValue) {
    const { value, conflicts } = mergeThree(origin.value, stored, state.value, identical);
    if (conflicts.length === 0 || mineWins)
      return { base: stored, state: { ...state, value, text: undefined }, fits: false };
    if (equal(value, state.value)) return unmoved;
    const base = withValues(
      stored,
      conflicts.map(({ path, base }) => [path, base] as const),
    );
    return { base, state: { ...state, value, text: undefined }, fits: false };
  }
  if (!mineWins && conflictsWithPatch(origin.value, stored, state.value)) return unmoved;
  return {
    base: stored,
    state: { ...state, value: effectivePatch(stored, state.value), text: undefined },
    fits: false,
  };
}

/** Uses the text of the stored numbers for equal numbers that were not typed. */
function asStored(state: FieldState, origin: JsonObject, stored: JsonObject): FieldState {
  if (state.text?.error) return state;
  const value = rewritten(state.value, origin, stored);
  return identical(value, state.value) ? state : { ...state, value, text: undefined };
}

function rewritten(value: Json, origin: Json | undefined, stored: Json | undefined): Json {
  if (stored !== undefined && identical(value, origin) && equal(value, stored)) return stored;
  if (!isObject(value) || !isObject(origin) || !isObject(stored)) return value;
  return new Map([...value].map(([key, item]) => [key, rewritten(item, origin.get(key), stored.get(key))] as const));
}
