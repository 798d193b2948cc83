// The edit of a user: three fields, one request.
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { StoredUser } from "../api.js";
import { FIELDS, type Field, type FieldValues } from "../fields.js";
import type { Plan } from "./apply.js";
import { FieldEdit, type FieldState } from "./field-edit.js";
import { rebased, type Sent } from "./rebase.js";

/** What was typed when a change was sent. */
export type SentFields = Record<Field, Sent>;

export class UserEdit {
  readonly stored: Signal<StoredUser>;
  readonly fields: Record<Field, FieldEdit>;
  readonly changed = computed(() => FIELDS.filter((field) => this.fields[field].changed.value));
  readonly problem = computed(() => FIELDS.find((field) => this.fields[field].problem.value !== undefined));
  /** What was discarded and can be had back. */
  private readonly kept = signal<ReadonlyMap<Field, FieldState>>(new Map());
  /** The fields whose edit was discarded and that have no other one by now. */
  readonly discarded = computed(() => FIELDS.filter((field) => this.kept.value.has(field) && !this.fields[field].changed.value));

  constructor(stored: StoredUser) {
    this.stored = signal(stored);
    const editOf = (field: Field) => new FieldEdit(field, stored.metadata[field]);
    this.fields = { publicMetadata: editOf("publicMetadata"), privateMetadata: editOf("privateMetadata"), unsafeMetadata: editOf("unsafeMetadata") };
  }

  /** Takes over what is still being typed, such as a key without its value. */
  commitDrafts() {}

  async settled() {
    await Promise.all(FIELDS.map((field) => this.fields[field].settled()));
  }

  /** What was typed by now: see `rebase`. */
  get sent(): SentFields {
    const sentOf = (field: Field): Sent => {
      const { intent, typed, outcome } = this.fields[field];
      return { intent: intent.value, typed: typed.value, value: outcome.value.result };
    };
    return this.ofFields(sentOf);
  }

  /** Shows what is stored now, and keeps what was typed since `sent` as a change of it. */
  rebase(stored: StoredUser, sent: SentFields) {
    batch(() => {
      this.stored.value = stored;
      for (const field of FIELDS) {
        const edit = this.fields[field];
        const { edited, base, typed } = rebased({ intent: edit.intent.value, typed: edit.typed.value }, sent[field], stored.metadata[field]);
        if (edited) edit.rebase(base, typed);
        else edit.reset(base);
      }
    });
  }

  /** Shows what is stored now, and keeps everything that is typed as a change of it. */
  moveTo(stored: StoredUser) {
    const unedited = (field: Field): Sent => {
      const { base } = this.fields[field];
      return { intent: "value", typed: base.value, value: base.value };
    };
    this.rebase(stored, this.ofFields(unedited));
  }

  /** What was typed is gone, unless `restore` is called before it is edited again. */
  discard(fields: readonly Field[] = FIELDS) {
    batch(() => {
      const kept = new Map(this.kept.value);
      for (const field of fields.filter((field) => this.fields[field].changed.value)) {
        kept.set(field, this.fields[field].state);
        this.fields[field].reset(this.stored.value.metadata[field]);
      }
      this.kept.value = kept;
    });
  }

  /** Takes back what `discard` did. */
  restore() {
    batch(() => {
      for (const field of this.discarded.value) this.fields[field].restore(this.kept.value.get(field) as FieldState);
      this.kept.value = new Map();
      this.moveTo(this.stored.value);
    });
  }

  /** What is to be done: only what changes. */
  get plan(): Plan {
    const fields = this.changed.value;
    const values = (valueOf: (edit: FieldEdit) => FieldValues[Field]): FieldValues => Object.fromEntries(fields.map((field) => [field, valueOf(this.fields[field])]));
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

  private ofFields<Value>(valueOf: (field: Field) => Value): Record<Field, Value> {
    return { publicMetadata: valueOf("publicMetadata"), privateMetadata: valueOf("privateMetadata"), unsafeMetadata: valueOf("unsafeMetadata") };
  }
}
