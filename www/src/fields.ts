// The three metadata fields.
import type { JsonObject } from "./json/value.js";

export const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"] as const;
export type Field = (typeof FIELDS)[number];

/** The metadata of a user. */
export type Metadata = Record<Field, JsonObject>;
/** The fields of a change. */
export type FieldValues = Partial<Metadata>;

export interface FieldInfo {
  title: string;
  /** Who can read and write the field. */
  access: string;
  /** Whether the field is commonly added to session tokens. */
  inToken: boolean;
}

export const FIELD_INFO: Record<Field, FieldInfo> = {
  publicMetadata: {
    title: "Public",
    access: "Readable by the frontend and the backend, writable by the backend only.",
    inToken: true,
  },
  privateMetadata: { title: "Private", access: "Readable and writable by the backend only.", inToken: false },
  unsafeMetadata: {
    title: "Unsafe",
    access: "Readable and writable by the frontend and the backend: users can change it themselves.",
    inToken: true,
  },
};

/** The name of a field in the Backend API's JSON. */
export const wireName = (field: Field): string => field.replace("M", "_m");
