// Applying a change: it is compared with what is stored first, so that no one else's change is lost unseen.
import { type CallOptions, type Change, getUser, send, type StoredUser } from "../api.js";
import { FIELDS, type Field, type FieldValues, type Metadata } from "../fields.js";
import { entries, record } from "../history/history.js";
import { equal } from "../json/equal.js";
import { type Path, valueAt, without } from "../json/path.js";
import type { Json, JsonObject } from "../json/value.js";
import { mode } from "../mode.js";
import { changed as changedInList } from "../users/pages.js";
import { nameOf } from "../users/row.js";
import { diff, merge } from "../worker/ask.js";
import { placesOf, rowsOf } from "./changes.js";

/** What is to be done, and what it was thought of. */
export interface Plan {
  change: Change;
  /** The fields that change, as they were when it began. */
  bases: FieldValues;
  undo: boolean;
}

export interface Done {
  stored: StoredUser;
  before: FieldValues;
  after: FieldValues;
  /** Whether it took an earlier change back. */
  undone: boolean;
}

/** Someone else has changed a field meanwhile. */
export interface Conflict {
  plan: Plan;
  /** The user as stored now. */
  stored: StoredUser;
}

const fieldsOf = (plan: Plan): Field[] => FIELDS.filter((field) => plan.bases[field] !== undefined);

const valuesOf = (metadata: Metadata, fields: readonly Field[]): FieldValues =>
  Object.fromEntries(fields.map((field) => [field, metadata[field]]));

/** Compares, then does it. */
export async function apply(plan: Plan, options: CallOptions): Promise<Done | Conflict> {
  const now = await getUser(plan.change.userId, options);
  const fields = fieldsOf(plan);
  if (fields.some((field) => !equal(now.metadata[field], plan.bases[field]))) return { plan, stored: now };
  const { traceId, ...stored } = await send(plan.change, options);
  const { user } = stored;
  const done = { stored, before: plan.bases, after: valuesOf(stored.metadata, fields), undone: plan.undo };
  const { change, undo } = plan;
  record({ ...done, at: new Date(), mode: mode.value, userId: user.id, name: nameOf(user), change, traceId, undo });
  changedInList(stored);
  return done;
}

/** What was done last to a user in this session. */
export function lastOf(stored: StoredUser): Done | undefined {
  const entry = entries.value.find(({ userId, mode: where }) => userId === stored.user.id && where === mode.value);
  return entry && { stored, before: entry.before, after: entry.after, undone: entry.undo };
}

/** What takes a change back. Where a `null` has to be put back, which no patch can, the field is replaced. */
export async function undoOf({ stored, before, after, undone }: Done): Promise<Plan> {
  const fields = FIELDS.filter((field) => before[field] !== undefined);
  const plan = (call: Change["call"], fields: FieldValues): Plan => ({ change: { call, userId: stored.user.id, fields }, bases: after, undo: !undone });
  try {
    const patches = await Promise.all(fields.map((field) => diff(after[field] as JsonObject, before[field] as JsonObject)));
    return plan("updateUserMetadata", Object.fromEntries(fields.map((field, index) => [field, patches[index]])));
  } catch {
    return plan("replaceUserMetadata", before);
  }
}

/** A place at which something was changed by someone else, by oneself, or by both. */
export interface Dispute {
  field: Field;
  path: Path;
  base: Json | undefined;
  theirs: Json | undefined;
  mine: Json | undefined;
  by: "theirs" | "mine" | "both";
}

/** What the patch of a plan makes of a field; a replacement is itself. */
const wanted = (plan: Plan, field: Field, base: JsonObject): Promise<JsonObject> => {
  const value = plan.change.fields[field] as JsonObject;
  return plan.change.call === "updateUserMetadata" ? merge(base, value) : Promise.resolve(value);
};

export async function disputes({ plan, stored }: Conflict): Promise<Dispute[]> {
  const all = await Promise.all(
    fieldsOf(plan).map(async (field) => {
      const base = plan.bases[field] as JsonObject;
      const theirs = stored.metadata[field];
      const mine = await wanted(plan, field, base);
      const changedBy = (value: JsonObject) =>
        rowsOf(base, value)
          .filter(({ kind, inner }) => kind !== "same" && !inner)
          .map(({ path }) => path);
      const [byThem, byMe] = [changedBy(theirs), changedBy(mine)];
      const meets = (path: Path) => (other: Path) => path.slice(0, other.length).join("\0") === other.slice(0, path.length).join("\0");
      const rows = [...byThem, ...byMe.filter((path) => !byThem.some((other) => other.join("\0") === path.join("\0")))];
      return rows.map((path): Dispute => {
        const by = !byMe.some(meets(path)) ? "theirs" : !byThem.some(meets(path)) ? "mine" : "both";
        return { field, path, base: valueAt(base, path), theirs: valueAt(theirs, path), mine: valueAt(mine, path), by };
      });
    }),
  );
  return all.flat();
}

/** The change on top of what is stored now, without what is left to the other one. */
export async function resolved({ plan, stored }: Conflict, toThem: readonly Dispute[]): Promise<Plan> {
  const fields = fieldsOf(plan);
  const patches: FieldValues = {};
  for (const field of fields) {
    const base = plan.bases[field] as JsonObject;
    // A replacement would take away what the other one has added, so it becomes a patch here.
    let patch =
      plan.change.call === "updateUserMetadata"
        ? (plan.change.fields[field] as JsonObject)
        : await diff(base, plan.change.fields[field] as JsonObject);
    for (const { path } of toThem.filter((dispute) => dispute.field === field)) {
      const place = placesOf(patch).find((place) => place.every((key, index) => index >= path.length || key === path[index]));
      if (place) patch = leftOut(patch, place);
    }
    if (placesOf(patch).length > 0) patches[field] = patch;
  }
  return {
    change: { call: "updateUserMetadata", userId: stored.user.id, fields: patches },
    bases: valuesOf(
      stored.metadata,
      FIELDS.filter((field) => patches[field]),
    ),
    undo: plan.undo,
  };
}

/** An object that has nothing left in it would still make an object where there is none. */
function leftOut(patch: JsonObject, place: Path): JsonObject {
  const rest = without(patch, place) as JsonObject;
  const around = place.slice(0, -1);
  const empty = around.length > 0 && (valueAt(rest, around) as JsonObject).size === 0;
  return empty ? leftOut(rest, around) : rest;
}
