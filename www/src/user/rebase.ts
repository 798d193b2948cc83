// An edit that goes on while what is stored changes below it: after a change was applied, after a reload.
import { conflictsWithPatch, effectivePatch, mergeThree, withValues } from "../compare/three-way.js";
import { equal, identical } from "../json/equal.js";
import { isObject, type Json, type JsonObject } from "../json/value.js";
import { cleanState, differs, type FieldState, typedOf } from "./field-state.js";

/** What the edit is a change of: a base, or what was sent. */
export interface Origin {
  value: JsonObject;
  /** What was typed when it was sent. */
  state?: FieldState;
}

export interface Rebased {
  base: JsonObject;
  state: FieldState;
  /** Whether earlier states fit the base, so that they can be undone to. */
  fits: boolean;
}

/**
 * Moves what was typed since `origin` to `stored`. Where that cannot be done without losing something (text that is no
 * JSON yet, a key that someone else has changed too), the base keeps what `origin` has there: the next comparison with
 * what is stored finds the difference. With `mineWins` the edit is kept over what someone else changed.
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

/** With the numbers that are the same as before, and were not typed since, as the service writes them. */
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
