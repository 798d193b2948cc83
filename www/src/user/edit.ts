// The edit of a user: three fields, one request.
import { computed, signal } from "@preact/signals";
import type { User } from "clerk-metadata";
import type { Change } from "../api.js";
import type { JsonObject } from "../json.js";
import { FieldEdit } from "./field-edit.js";
import { FIELDS, type Field } from "./fields.js";

export type Values = Partial<Record<Field, JsonObject>>;

export class UserEdit {
  readonly user = signal<User>(undefined as unknown as User);
  readonly fields: Record<Field, FieldEdit>;
  readonly changed = computed(() => FIELDS.filter((field) => this.fields[field].changed.value));
  readonly problem = computed(() => FIELDS.find((field) => this.fields[field].problem.value !== undefined));

  constructor(user: User) {
    this.user.value = user;
    const editOf = (field: Field) => new FieldEdit(field, user[field] as JsonObject);
    this.fields = { publicMetadata: editOf("publicMetadata"), privateMetadata: editOf("privateMetadata"), unsafeMetadata: editOf("unsafeMetadata") };
  }

  /** Shows what is stored now; what was typed is gone. */
  reset(user: User) {
    this.user.value = user;
    for (const field of FIELDS) this.fields[field].reset(user[field] as JsonObject);
  }

  async settled() {
    await Promise.all(FIELDS.map((field) => this.fields[field].settled()));
  }

  /** What is to be sent; only what changes. */
  get patches(): Values {
    return Object.fromEntries(this.changed.value.map((field) => [field, this.fields[field].outcome.value.patch]));
  }

  get bases(): Values {
    return Object.fromEntries(this.changed.value.map((field) => [field, this.fields[field].base.value]));
  }

  get change(): Change {
    return { call: "updateUserMetadata", userId: this.user.value.id, params: this.patches };
  }

  dispose() {
    for (const field of FIELDS) this.fields[field].dispose();
  }
}
