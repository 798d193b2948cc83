// What the list shows of a user: little, as there may be a hundred thousand.
import type { User } from "clerk-metadata";
import type { StoredUser } from "../api.js";
import { bytesOf } from "../json/text.js";

export interface Row {
  id: string;
  name: string;
  email: string;
  /** A picture of the user's own. */
  image: string | undefined;
  sizes: { public: number; private: number; unsafe: number };
  updatedAt: number;
}

export const nameOf = (user: User): string => user.fullName || user.username || emailOf(user) || user.id;

export const emailOf = (user: User): string => (user.primaryEmailAddress ?? user.emailAddresses[0])?.emailAddress ?? "";

export const rowOf = ({ user, metadata }: StoredUser): Row => ({
  id: user.id,
  name: nameOf(user),
  email: emailOf(user),
  image: user.hasImage ? user.imageUrl : undefined,
  sizes: { public: bytesOf(metadata.publicMetadata), private: bytesOf(metadata.privateMetadata), unsafe: bytesOf(metadata.unsafeMetadata) },
  updatedAt: user.updatedAt,
});
