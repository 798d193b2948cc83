// Applies a change. The stored value is read first, so that changes of someone else are not overwritten.
import { type CallOptions, type Change, read, send, type Stored } from "../api.js";
import { compareThree, type KeyChange, mergeThree, unchangedByPatch, withValues } from "../compare/three-way.js";
import { FIELDS, type Field, type FieldValues, type Metadata } from "../fields.js";
import { entries, record } from "../history/history.js";
import { equal, identical } from "../json/equal.js";
import { pathId } from "../json/path.js";
import type { Json, JsonObject } from "../json/value.js";
import { type Mode, mode } from "../mode.js";
import { type Subject, subjectId } from "../subject.js";
import { changed as changedInList } from "../users/pages.js";
import { diff, merge } from "../worker/call.js";

/** A change to apply. */
export interface Plan {
  subject: Subject;
  /** The original values of the fields that change. */
  bases: FieldValues;
  /** The new values of these fields. */
  desired: FieldValues;
  /** The request. It is sent unchanged, unless someone else has changed the same fields. */
  change: Change;
  /** Whether it undoes an earlier change. */
  undo: boolean;
}

/** A change that is stored. */
export interface Done {
  stored: Stored;
  /** The changed fields, without changes of someone else at the same time. */
  before: FieldValues;
  after: FieldValues;
  undo: boolean;
  /** The changes of someone else at other keys. */
  kept: readonly FieldKeyChange[];
}

export type FieldKeyChange = KeyChange & { field: Field };

/** A request that was sent. */
export interface Attempt {
  mode: Mode;
  subject: Subject;
  change: Change;
  undo: boolean;
  before: FieldValues;
  target: FieldValues;
}

export type Outcome = {
  /** The earlier request with an unknown result, if its change is stored. */
  arrived: Done | undefined;
} & (
  | { kind: "done"; done: Done }
  /** The same values are stored already. Nothing was sent. */
  | { kind: "already"; stored: Stored }
  /** Someone else has changed the same keys to other values. Nothing was sent. */
  | { kind: "conflict"; stored: Stored }
);

/** Equal texts for the same key. */
export const keyChangeId = ({ field, path }: FieldKeyChange): string => `${field} ${pathId(path)}`;

const fieldsOf = (values: FieldValues): Field[] => FIELDS.filter((field) => values[field] !== undefined);

const mapFields = (fields: readonly Field[], readField: (field: Field) => JsonObject): FieldValues =>
  Object.fromEntries(fields.map((field) => [field, readField(field)]));

const of = (values: FieldValues, field: Field) => values[field] as JsonObject;

/** Compares a plan with the stored values: who changed which key. */
export function compareWithStored(plan: Plan, metadata: Metadata): FieldKeyChange[] {
  return fieldsOf(plan.bases).flatMap((field) => {
    const [base, now] = [of(plan.bases, field), metadata[field]];
    const changes = compareThree(base, now, of(plan.desired, field), identical);
    const asserted = plan.change.kind === "merge" ? unchangedByPatch(base, now, of(plan.change.fields, field)) : [];
    const paths = new Set(asserted.map(({ path }) => pathId(path)));
    return [...changes.filter(({ path }) => !paths.has(pathId(path))), ...asserted].map((change) => ({
      ...change,
      field,
    }));
  });
}

/** The choice for a key that both changed, and the stored value at that time. */
export interface Choice {
  side: "mine" | "theirs";
  theirs: Json | undefined;
}

export type Choices = ReadonlyMap<string, Choice>;

export const choiceAt = (choices: Choices, change: FieldKeyChange): Choice["side"] | undefined => {
  const choice = choices.get(keyChangeId(change));
  return choice && equal(choice.theirs, change.theirs) ? choice.side : undefined;
};

/** The new values of the fields, with the changes of someone else. */
function targetOf(plan: Plan, changes: readonly FieldKeyChange[], metadata: Metadata, choices: Choices): FieldValues {
  return mapFields(fieldsOf(plan.bases), (field) => {
    const mine = changes.filter(
      (change) =>
        change.field === field &&
        (change.by === "mine" || (change.by === "both" && choiceAt(choices, change) === "mine")),
    );
    return withValues(
      metadata[field],
      mine.map(({ path, mine }) => [path, mine] as const),
    );
  });
}

/** The smallest request. Replaces the fields if a `null` must be stored, which a patch cannot do. */
async function changeBetween(subject: Subject, before: FieldValues, target: FieldValues): Promise<Change> {
  const fields = fieldsOf(target).filter((field) => !identical(before[field], target[field]));
  try {
    const patches = await Promise.all(fields.map((field) => diff(of(before, field), of(target, field))));
    return {
      kind: "merge",
      subject,
      fields: Object.fromEntries(fields.map((field, index) => [field, patches[index]])),
    };
  } catch (error) {
    if (subject.kind === "membership") throw error; // the Backend API cannot replace it
    return { kind: "replace", subject, fields: mapFields(fields, (field) => of(target, field)) };
  }
}

/** The planned request, which was shown, if it still gives the target. */
async function requestFor(plan: Plan, metadata: Metadata, target: FieldValues): Promise<Change> {
  const fields = fieldsOf(plan.bases);
  if (fields.every((field) => equal(metadata[field], plan.bases[field]) && equal(plan.desired[field], target[field])))
    return plan.change;
  if (plan.change.kind === "merge") {
    const merged = await Promise.all(
      fields.map((field) => merge(metadata[field], of(plan.change.fields, field))),
    ).catch(() => []);
    if (fields.every((field, index) => equal(merged[index], target[field]))) return plan.change;
  }
  return changeBetween(plan.subject, metadata, target);
}

interface ApplyOptions extends CallOptions {
  choices?: Choices;
  /** An earlier request with an unknown result. */
  earlier?: Attempt | undefined;
  /** Called before the change is sent. Returns the options of that call. */
  onSend(attempt: Attempt): CallOptions;
}

/** Compares with the stored values, then sends the change. */
export async function apply(
  planned: Plan,
  { choices = new Map(), earlier, onSend, ...options }: ApplyOptions,
): Promise<Outcome> {
  const now = await read(planned.subject, options);
  const arrived = earlier && arrivedIn(earlier, now);
  const plan = arrived ? planAfter(planned, earlier as Attempt) : planned;
  const changes = compareWithStored(plan, now.metadata);
  if (changes.some((change) => change.by === "both" && choiceAt(choices, change) === undefined))
    return { kind: "conflict", stored: now, arrived };
  const target = targetOf(plan, changes, now.metadata, choices);
  const fields = fieldsOf(target).filter((field) => !identical(now.metadata[field], target[field]));
  if (fields.length === 0) {
    changedInList(now);
    return arrived ? { kind: "done", done: arrived, arrived } : { kind: "already", stored: now, arrived };
  }
  const change = await requestFor(plan, now.metadata, target);
  const [before, becomes] = [
    mapFields(fields, (field) => now.metadata[field]),
    mapFields(fields, (field) => of(target, field)),
  ];
  const attempt: Attempt = {
    mode: mode.value,
    subject: plan.subject,
    change,
    undo: plan.undo,
    before,
    target: becomes,
  };
  const { traceId, stored } = await send(change, onSend(attempt));
  const done = recordDone(
    attempt,
    stored,
    traceId,
    changes.filter(({ by }) => by === "theirs"),
  );
  return { kind: "done", done, arrived };
}

/** The plan after an own request took effect. */
const planAfter = (plan: Plan, { before, target }: Attempt): Plan => ({
  ...plan,
  bases: mapFields(fieldsOf(plan.bases), (field) => {
    const base = of(plan.bases, field);
    return target[field] ? mergeThree(of(before, field), base, target[field]).value : base;
  }),
});

/** Reads the user to check whether a change with an unknown result is stored. Records it if it is. */
export async function checkStored(attempt: Attempt, options: CallOptions): Promise<Done | undefined> {
  return arrivedIn(attempt, await read(attempt.subject, options));
}

/** Like `checkStored`, with what was already read. */
export function arrivedIn(attempt: Attempt, now: Stored): Done | undefined {
  const isStored = fieldsOf(attempt.target).every((field) =>
    compareThree(of(attempt.before, field), now.metadata[field], of(attempt.target, field), identical).every(
      ({ by, theirs, mine }) => by === "same" || by === "theirs" || identical(theirs, mine),
    ),
  );
  return isStored ? recordDone(attempt, now, undefined, []) : undefined;
}

function recordDone(
  { mode: where, subject, change, undo, before, target }: Attempt,
  stored: Stored,
  traceId: string | undefined,
  kept: readonly FieldKeyChange[],
): Done {
  const fields = fieldsOf(target);
  const after = mapFields(fields, (field) => stored.metadata[field]);
  // Without changes of someone else at the same time, so that undo keeps them.
  const done: Done = {
    stored,
    before: mapFields(fields, (field) => withoutOthers(of(before, field), of(target, field), of(after, field))),
    after,
    undo,
    kept,
  };
  record({
    at: new Date(),
    mode: where,
    subject,
    name: stored.name,
    change,
    before: done.before,
    after,
    traceId,
    undo,
  });
  if (mode.value === where) changedInList(stored);
  return done;
}

const withoutOthers = (before: JsonObject, target: JsonObject, after: JsonObject) =>
  equal(target, after) ? before : mergeThree(target, before, after).value;

/** The last change of a subject in this session. */
export function lastChangeOf(stored: Stored): Done | undefined {
  const entry = entries.value.find(
    ({ subject, mode: where }) => subjectId(subject) === subjectId(stored.subject) && where === mode.value,
  );
  return entry && { stored, before: entry.before, after: entry.after, undo: entry.undo, kept: [] };
}

/** The plan that undoes a change. */
export async function undoPlanOf({ stored, before, after, undo }: Done): Promise<Plan> {
  const { subject } = stored;
  return { subject, bases: after, desired: before, change: await changeBetween(subject, after, before), undo: !undo };
}
