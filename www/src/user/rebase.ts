// An edit that goes on while what is stored changes below it: after a change was applied, after a reload.
import { conflictsWithPatch, effectivePatch, mergeThree } from "../compare/three-way.js";
import { equal } from "../json/equal.js";
import { isObject, type Json, type JsonObject } from "../json/value.js";
import type { Intent } from "./field-edit.js";

/** What is typed into a field; `typed` is missing where it is no JSON yet. */
export interface Typed {
  intent: Intent;
  typed: Json | undefined;
}

/** What a field was when a change was sent: what was typed, and the value that it gives. */
export interface Sent extends Typed {
  value: JsonObject;
}

export interface Rebased {
  /** `false` where nothing but what was sent is typed. */
  edited: boolean;
  base: JsonObject;
  /** What is typed from then on; `undefined` leaves it. */
  typed: Json | undefined;
}

/**
 * Moves what was typed since `from` to `to`, the value that is stored now. Where that cannot be done without losing
 * something (text that is no JSON yet, a key that someone else has changed too), `from` becomes the base: the next
 * comparison with what is stored finds the difference.
 */
export function rebased({ intent, typed }: Typed, from: Sent, to: JsonObject): Rebased {
  const asSent = intent === from.intent && equal(typed, from.typed) && typed !== undefined;
  if (asSent) return { edited: false, base: to, typed: undefined };
  if (!isObject(typed)) return { edited: true, base: from.value, typed: undefined };
  if (intent === "patch") {
    const conflicts = conflictsWithPatch(from.value, to, typed);
    return conflicts ? { edited: true, base: from.value, typed: undefined } : { edited: true, base: to, typed: effectivePatch(to, typed) };
  }
  const { value, conflicts } = mergeThree(from.value, to, typed);
  if (conflicts.length > 0) return { edited: true, base: from.value, typed: undefined };
  return { edited: !equal(value, to), base: to, typed: value };
}
