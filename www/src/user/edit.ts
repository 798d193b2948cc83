// The edit of a user: three fields, one request.
import { computed, type Signal, signal } from "@preact/signals";
import type { Change, StoredUser } from "../api.js";
import { FIELDS, type Field, type FieldValues } from "../fields.js";
import { FieldEdit } from "./field-edit.js";

export class UserEdit {
  readonly stored: Signal<StoredUser>;
  readonly fields: Record<Field, FieldEdit>;
  readonly changed = computed(() => FIELDS.filter((field) => this.fields[field].changed.value));
  readonly problem = computed(() => FIELDS.find((field) => this.fields[field].problem.value !== undefined));

  constructor(stored: StoredUser) {
    this.stored = signal(stored);
    const editOf = (field: Field) => new FieldEdit(field, stored.metadata[field]);
    this.fields = { publicMetadata: editOf("publicMetadata"), privateMetadata: editOf("privateMetadata"), unsafeMetadata: editOf("unsafeMetadata") };
  }

  /** Shows what is stored now; what was typed is gone. */
  reset(stored: StoredUser) {
    this.stored.value = stored;
    for (const field of FIELDS) this.fields[field].reset(stored.metadata[field]);
  }

  async settled() {
    await Promise.all(FIELDS.map((field) => this.fields[field].settled()));
  }

  /** What is to be sent; only what changes. */
  get patches(): FieldValues {
    return Object.fromEntries(this.changed.value.map((field) => [field, this.fields[field].outcome.value.patch]));
  }

  get bases(): FieldValues {
    return Object.fromEntries(this.changed.value.map((field) => [field, this.fields[field].base.value]));
  }

  get change(): Change {
    return { call: "updateUserMetadata", userId: this.stored.value.user.id, fields: this.patches };
  }

  dispose() {
    for (const field of FIELDS) this.fields[field].dispose();
  }
}
