// The edit of a user: three fields, one request, one history of steps to undo.
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { StoredUser } from "../api.js";
import { mergeThree } from "../compare/three-way.js";
import { FIELDS, type Field, type FieldValues } from "../fields.js";
import type { JsonObject } from "../json/value.js";
import type { Done, Plan } from "./apply.js";
import type { Target } from "./drafts.js";
import { FieldEdit } from "./field-edit.js";
import type { FieldState } from "./field-state.js";
import type { Origin } from "./rebase.js";
import { UndoHistory } from "./undo-history.js";

/** What a step did to one or more fields. */
interface Edit {
  states: ReadonlyMap<Field, { before: FieldState; after: FieldState }>;
  field: Field;
  target: Target | undefined;
}

/** All that is typed at one moment: see `applied`. */
export interface Snapshot {
  origins: Record<Field, Origin>;
  steps: number;
}

const ofFields = <Value>(readField: (field: Field) => Value): Record<Field, Value> => ({
  publicMetadata: readField("publicMetadata"),
  privateMetadata: readField("privateMetadata"),
  unsafeMetadata: readField("unsafeMetadata"),
});

export class UserEdit {
  readonly stored: Signal<StoredUser>;
  readonly fields: Record<Field, FieldEdit>;
  /** The fields that differ from what is stored, or in which something is typed that is not a value yet. */
  readonly changed = computed(() => FIELDS.filter((field) => this.fields[field].changed.value));
  readonly problem = computed(() => FIELDS.find((field) => this.fields[field].problem.value !== undefined));
  readonly hasDrafts = computed(() => FIELDS.some((field) => this.fields[field].hasDrafts.value));

  /** The fields that the last step discarded: `undo` gives them back. */
  readonly discarded = signal<readonly Field[]>([]);

  private readonly history = new UndoHistory<Edit>((first, second) => ({
    ...second,
    states: new Map([
      ...first.states,
      ...[...second.states].map(
        ([field, { before, after }]) => [field, { before: first.states.get(field)?.before ?? before, after }] as const,
      ),
    ]),
  }));
  /** Where the changes of one step are collected. */
  private collecting: Map<Field, { before: FieldState; after: FieldState }> | undefined;

  constructor(stored: StoredUser) {
    this.stored = signal(stored);
    const recorder = {
      record: (
        edit: FieldEdit,
        before: FieldState,
        after: FieldState,
        { group, target }: { group?: string; target?: Target },
      ) => {
        if (this.collecting) this.collecting.set(edit.field, { before, after });
        else
          this.record(
            { states: new Map([[edit.field, { before, after }]]), field: edit.field, target },
            group && `${edit.field} ${group}`,
          );
      },
      joinGroups: (edit: FieldEdit, prefix: string) => this.history.joinGroups(`${edit.field} ${prefix}`),
      takeBack: (edit: FieldEdit, group: string) => {
        if (this.history.lastGroup !== `${edit.field} ${group}`) return false;
        this.show(this.history.drop(), "before");
        return true;
      },
      close: () => this.history.close(),
    };
    this.fields = ofFields((field) => new FieldEdit(field, stored.metadata[field], recorder));
  }

  /** Takes back the last edit. */
  undo() {
    this.show(this.history.undo(), "before");
  }

  /** Does again what was undone last. */
  redo() {
    this.show(this.history.redo(), "after");
  }

  private record(edit: Edit, group?: string) {
    this.history.record(edit, group);
    this.discarded.value = [];
  }

  private show(edit: Edit | undefined, side: "before" | "after") {
    if (edit === undefined) return;
    batch(() => {
      this.discarded.value = [];
      for (const [field, states] of edit.states)
        this.fields[field].restore(
          states[side],
          field === edit.field ? (edit.target ?? { path: [], part: "add" }) : undefined,
        );
    });
  }

  /** Takes back all that was typed into these fields, as one step that can be undone. */
  discard(fields: readonly Field[] = FIELDS) {
    const states = new Map<Field, { before: FieldState; after: FieldState }>();
    this.collecting = states;
    batch(() => {
      for (const field of fields) this.fields[field].discard();
    });
    this.collecting = undefined;
    const [field] = states.keys();
    if (!field) return;
    this.record({ states, field, target: undefined });
    this.discarded.value = [...states.keys()];
  }

  /** Takes what is typed beside the values into them, before they are applied. `false` where something cannot be. */
  commitDrafts(): boolean {
    return FIELDS.every((field) => this.fields[field].commitDrafts());
  }

  /** What is typed now. An edit after this is a step of its own. */
  snapshot(): Snapshot {
    this.history.close();
    const origin = (field: Field): Origin => {
      const { state, outcome } = this.fields[field];
      return { state: state.peek(), value: outcome.peek().result };
    };
    return { origins: ofFields(origin), steps: this.history.length };
  }

  /** Shows what is stored after a change that was made of a snapshot. What was typed since stays, on top of it. */
  applied(stored: StoredUser, { origins, steps }: Snapshot) {
    this.rebase(stored, (field) => this.fields[field].rebase(stored.metadata[field], origins[field]), steps);
  }

  /** Shows what is stored now. All that is typed stays, on top of it. */
  moveTo(stored: StoredUser, mineWins = false) {
    this.rebase(
      stored,
      (field) => this.fields[field].rebase(stored.metadata[field], { value: this.fields[field].base.peek() }, mineWins),
      0,
    );
  }

  /** Shows what is stored after an own change that is not the edit, such as an undo. All that is typed stays. */
  movedBy({ stored, before, after }: Done) {
    const ofField = (field: Field): JsonObject => {
      const base = this.fields[field].base.peek();
      const [was, is] = [before[field], after[field]];
      return was && is ? mergeThree(was, base, is).value : base;
    };
    batch(() => {
      // An own change of the same key is no conflict; one of someone else is.
      this.moveTo({ user: stored.user, metadata: ofFields(ofField) }, true);
      this.moveTo(stored);
    });
  }

  private rebase(stored: StoredUser, rebaseField: (field: Field) => boolean, steps: number) {
    batch(() => {
      this.stored.value = stored;
      const fits = FIELDS.map(rebaseField).every((fits) => fits);
      this.history.forget(fits ? steps : undefined);
      if (!fits || steps > 0) this.discarded.value = [];
    });
  }

  async settled() {
    await Promise.all(FIELDS.map((field) => this.fields[field].settled()));
  }

  /** What is to be done: only what changes. */
  get plan(): Plan {
    const fields = this.changed.value.filter((field) => this.fields[field].outcome.value.patch.size > 0);
    const values = (readField: (edit: FieldEdit) => JsonObject): FieldValues =>
      Object.fromEntries(fields.map((field) => [field, readField(this.fields[field])]));
    const userId = this.stored.value.user.id;
    return {
      userId,
      bases: values(({ base }) => base.value),
      desired: values(({ outcome }) => outcome.value.result),
      change: { call: "updateUserMetadata", userId, fields: values(({ outcome }) => outcome.value.patch) },
      undo: false,
    };
  }

  dispose() {
    for (const field of FIELDS) this.fields[field].dispose();
  }
}
