// The data of a row of the list. It is small, because there may be 100,000 users.
import type { User } from "clerk-metadata";
import type { StoredUser } from "../api.js";
import { FIELD_INFO, FIELDS, type Field } from "../fields.js";
import { bytesOf } from "../json/text.js";
import { LIMIT } from "../limits.js";
import { type Leaf, leavesOf } from "./excerpt.js";
import { byUse, type SharedKeys } from "./shared-keys.js";

/** The maximum number of values of each field in a row. */
const MAX_VALUES = 8;
/** From this share of the limit on, the list shows the size of a field. */
const NEARLY_FULL = 0.8;

export interface Row {
  id: string;
  name: string;
  /** Empty if it is the name. */
  email: string;
  /** The user's own image. */
  image: string | undefined;
  excerpt: Record<Field, Leaf[]>;
  /** The text about fields that are close to the limit. */
  nearlyFull: string[];
  createdAt: number;
  updatedAt: number;
}

export const nameOf = (user: User): string => user.fullName || user.username || emailOf(user) || user.id;

export const emailOf = (user: User): string => (user.primaryEmailAddress ?? user.emailAddresses[0])?.emailAddress ?? "";

export function rowOf({ user, metadata }: StoredUser, sharedKeys: SharedKeys): Row {
  const name = nameOf(user);
  const email = emailOf(user);
  const excerptOf = (field: Field) => byUse(leavesOf(metadata[field]), sharedKeys[field]).slice(0, MAX_VALUES);
  const share = (field: Field) => bytesOf(metadata[field]) / LIMIT;
  return {
    id: user.id,
    name,
    email: email === name ? "" : email,
    image: user.hasImage ? user.imageUrl : undefined,
    excerpt: Object.fromEntries(FIELDS.map((field) => [field, excerptOf(field)])) as Row["excerpt"],
    nearlyFull: FIELDS.filter((field) => share(field) >= NEARLY_FULL).map(
      (field) => `${FIELD_INFO[field].title} ${Math.floor(share(field) * 100)}% full`,
    ),
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
  };
}
