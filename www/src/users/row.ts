// The data of a row of the list. It is small, because there may be 100,000 users.
import type { Stored } from "../api.js";
import { FIELD_INFO, FIELDS, type Field } from "../fields.js";
import { bytesOf } from "../json/text.js";
import { LIMIT } from "../limits.js";
import { shownId, type Subject } from "../subject.js";
import { type Leaf, leavesOf } from "./excerpt.js";
import { byUse, type SharedKeys } from "./shared-keys.js";

/** The maximum number of values of each field in a row. */
const MAX_VALUES = 8;
/** From this share of the limit on, the list shows the size of a field. */
const NEARLY_FULL = 0.8;

export interface Row {
  subject: Subject;
  id: string;
  name: string;
  /** The email address of a user, or the slug of an organization. Empty if it is the name. */
  detail: string;
  /** The own image. */
  image: string | undefined;
  excerpt: Record<Field, Leaf[]>;
  /** The text about fields that are close to the limit. */
  nearlyFull: string[];
  createdAt: number;
  updatedAt: number;
}

export function rowOf(stored: Stored, sharedKeys: SharedKeys): Row {
  const { subject, name, detail, image, metadata, createdAt, updatedAt } = stored;
  const excerptOf = (field: Field) => byUse(leavesOf(metadata[field]), sharedKeys[field]).slice(0, MAX_VALUES);
  const share = (field: Field) => bytesOf(metadata[field]) / LIMIT;
  return {
    subject,
    id: shownId(subject),
    name,
    detail: detail === name ? "" : detail,
    image,
    excerpt: Object.fromEntries(FIELDS.map((field) => [field, excerptOf(field)])) as Row["excerpt"],
    nearlyFull: FIELDS.filter((field) => share(field) >= NEARLY_FULL).map(
      (field) => `${FIELD_INFO[field].title} ${Math.floor(share(field) * 100)}% full`,
    ),
    createdAt,
    updatedAt,
  };
}
