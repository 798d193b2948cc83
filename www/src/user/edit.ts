// The edit of a user: three fields, one request, one history of steps to undo.
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { Change, StoredUser } from "../api.js";
import { FIELDS, type Field, type FieldValues } from "../fields.js";
import type { Target } from "./drafts.js";
import { FieldEdit } from "./field-edit.js";
import type { FieldState } from "./field-state.js";
import { UndoHistory } from "./undo-history.js";

/** What a step did to one or more fields. */
interface Edit {
  states: ReadonlyMap<Field, { before: FieldState; after: FieldState }>;
  field: Field;
  target: Target | undefined;
}

/** All that is typed at one moment: see `applied`. */
export interface Snapshot {
  states: Record<Field, FieldState>;
  steps: number;
}

export class UserEdit {
  readonly stored: Signal<StoredUser>;
  readonly fields: Record<Field, FieldEdit>;
  /** The fields that differ from what is stored, or in which something is typed that is not a value yet. */
  readonly changed = computed(() => FIELDS.filter((field) => this.fields[field].changed.value));
  readonly problem = computed(() => FIELDS.find((field) => this.fields[field].problem.value !== undefined));
  readonly hasDrafts = computed(() => FIELDS.some((field) => this.fields[field].hasDrafts.value));

  private readonly history = new UndoHistory<Edit>((first, second) => ({
    ...second,
    states: new Map([
      ...first.states,
      ...[...second.states].map(([field, { before, after }]) => [field, { before: first.states.get(field)?.before ?? before, after }] as const),
    ]),
  }));
  /** Where the changes of one step are collected. */
  private collecting: Map<Field, { before: FieldState; after: FieldState }> | undefined;

  constructor(stored: StoredUser) {
    this.stored = signal(stored);
    const recorder = {
      record: (edit: FieldEdit, before: FieldState, after: FieldState, { group, target }: { group?: string; target?: Target }) => {
        if (this.collecting) this.collecting.set(edit.field, { before, after });
        else this.history.record({ states: new Map([[edit.field, { before, after }]]), field: edit.field, target }, group && `${edit.field} ${group}`);
      },
      joinGroups: (edit: FieldEdit, prefix: string) => this.history.joinGroups(`${edit.field} ${prefix}`),
      takeBack: (edit: FieldEdit, group: string) => {
        if (this.history.lastGroup !== `${edit.field} ${group}`) return false;
        this.show(this.history.drop(), "before");
        return true;
      },
      close: () => this.history.close(),
    };
    const editOf = (field: Field) => new FieldEdit(field, stored.metadata[field], recorder);
    this.fields = { publicMetadata: editOf("publicMetadata"), privateMetadata: editOf("privateMetadata"), unsafeMetadata: editOf("unsafeMetadata") };
  }

  /** Takes back the last edit. */
  undo() {
    this.show(this.history.undo(), "before");
  }

  /** Does again what was undone last. */
  redo() {
    this.show(this.history.redo(), "after");
  }

  private show(edit: Edit | undefined, side: "before" | "after") {
    if (edit === undefined) return;
    batch(() => {
      for (const [field, states] of edit.states) this.fields[field].restore(states[side], field === edit.field ? (edit.target ?? { path: [], part: "add" }) : undefined);
    });
  }

  /** Takes back all that was typed, as one step that can be undone. */
  discardAll() {
    const states = new Map<Field, { before: FieldState; after: FieldState }>();
    this.collecting = states;
    batch(() => {
      for (const field of FIELDS) this.fields[field].discard();
    });
    this.collecting = undefined;
    const [field] = states.keys();
    if (field) this.history.record({ states, field, target: undefined });
  }

  /** Takes what is typed beside the values into them, before they are applied. `false` where something cannot be. */
  commitDrafts(): boolean {
    return FIELDS.every((field) => this.fields[field].commitDrafts());
  }

  /** Shows what is stored now; what was typed is gone. */
  reset(stored: StoredUser) {
    this.stored.value = stored;
    this.history.forget();
    for (const field of FIELDS) this.fields[field].reset(stored.metadata[field]);
  }

  /** What is typed now. An edit after this is a step of its own. */
  snapshot(): Snapshot {
    this.history.close();
    const states = Object.fromEntries(FIELDS.map((field) => [field, this.fields[field].state.peek()])) as Record<Field, FieldState>;
    return { states, steps: this.history.length };
  }

  /** Shows what is stored after a change that was made of a snapshot. What was typed since stays, on top of it. */
  async applied(stored: StoredUser, { states, steps }: Snapshot) {
    this.stored.value = stored;
    const fit = await Promise.all(FIELDS.map((field) => this.fields[field].follow(stored.metadata[field], states[field])));
    this.history.forget(fit.every((fits) => fits) ? steps : undefined);
  }

  async settled() {
    await Promise.all(FIELDS.map((field) => this.fields[field].settled()));
  }

  /** What is to be sent; only what changes. */
  get patches(): FieldValues {
    const patches = this.changed.value.map((field) => [field, this.fields[field].outcome.value.patch] as const);
    return Object.fromEntries(patches.filter(([, patch]) => patch.size > 0));
  }

  get bases(): FieldValues {
    return Object.fromEntries(Object.keys(this.patches).map((field) => [field, this.fields[field as Field].base.value]));
  }

  get change(): Change {
    return { call: "updateUserMetadata", userId: this.stored.value.user.id, fields: this.patches };
  }

  dispose() {
    for (const field of FIELDS) this.fields[field].dispose();
  }
}
