// The edit of a user, an organization or a membership: its fields, one request, and one undo history. Only users have
// unsafe metadata: that of others is always empty, and not shown.
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { Stored } from "../api.js";
import { mergeThree } from "../compare/three-way.js";
import { FIELDS, type Field, type FieldValues } from "../fields.js";
import type { JsonObject } from "../json/value.js";
import type { Done, Plan } from "./apply.js";
import type { Target } from "./drafts.js";
import { FieldEdit } from "./field-edit.js";
import type { FieldState } from "./field-state.js";
import type { Origin } from "./rebase.js";
import { UndoHistory } from "./undo-history.js";

/** The effect of an undo step on one or more fields. */
interface Edit {
  states: ReadonlyMap<Field, { before: FieldState; after: FieldState }>;
  field: Field;
  target: Target | undefined;
}

/** The state of the edit at one moment: see `applied`. */
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
  readonly stored: Signal<Stored>;
  readonly fields: Record<Field, FieldEdit>;
  /** The fields that differ from the stored value, or that have drafts. */
  readonly changed = computed(() => FIELDS.filter((field) => this.fields[field].changed.value));
  readonly problem = computed(() => FIELDS.find((field) => this.fields[field].problem.value !== undefined));
  readonly hasDrafts = computed(() => FIELDS.some((field) => this.fields[field].hasDrafts.value));

  /** The fields that the last step discarded. `undo` restores them. */
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
  /** Collects the changes of one step while it is made. */
  private collecting: Map<Field, { before: FieldState; after: FieldState }> | undefined;

  constructor(stored: Stored) {
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

  /** Undoes the last edit. */
  undo() {
    this.show(this.history.undo(), "before");
  }

  /** Redoes the last undone edit. */
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

  /** Discards the edits of these fields, as one undo step. */
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

  /** Commits all drafts. Returns `false` if a draft is invalid. */
  commitDrafts(): boolean {
    return FIELDS.every((field) => this.fields[field].commitDrafts());
  }

  /** The current state. The next edit starts a new undo step. */
  snapshot(): Snapshot {
    this.history.close();
    const origin = (field: Field): Origin => {
      const { state, outcome } = this.fields[field];
      return { state: state.peek(), value: outcome.peek().result };
    };
    return { origins: ofFields(origin), steps: this.history.length };
  }

  /** Updates the stored value after the change of a snapshot was applied. Later edits are kept. */
  applied(stored: Stored, { origins, steps }: Snapshot) {
    this.rebase(stored, (field) => this.fields[field].rebase(stored.metadata[field], origins[field]), steps);
  }

  /** Updates the stored value. All edits are kept. */
  moveTo(stored: Stored, mineWins = false) {
    this.rebase(
      stored,
      (field) => this.fields[field].rebase(stored.metadata[field], { value: this.fields[field].base.peek() }, mineWins),
      0,
    );
  }

  /** Updates the stored value after another own change, such as an undo. All edits are kept. */
  movedBy({ stored, before, after }: Done) {
    const ofField = (field: Field): JsonObject => {
      const base = this.fields[field].base.peek();
      const [was, is] = [before[field], after[field]];
      return was && is ? mergeThree(was, base, is).value : base;
    };
    batch(() => {
      // An own change of the same key is not a conflict; a change of someone else is.
      this.moveTo({ ...stored, metadata: ofFields(ofField) }, true);
      this.moveTo(stored);
    });
  }

  private rebase(stored: Stored, rebaseField: (field: Field) => boolean, steps: number) {
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

  /** The change to apply: only fields that differ. */
  get plan(): Plan {
    const fields = this.changed.value.filter((field) => this.fields[field].outcome.value.patch.size > 0);
    const values = (readField: (edit: FieldEdit) => JsonObject): FieldValues =>
      Object.fromEntries(fields.map((field) => [field, readField(this.fields[field])]));
    const { subject } = this.stored.value;
    return {
      subject,
      bases: values(({ base }) => base.value),
      desired: values(({ outcome }) => outcome.value.result),
      change: { kind: "merge", subject, fields: values(({ outcome }) => outcome.value.patch) },
      undo: false,
    };
  }

  dispose() {
    for (const field of FIELDS) this.fields[field].dispose();
  }
}
