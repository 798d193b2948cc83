// What has metadata: users, organizations, and memberships of users in organizations.
import { FIELDS, type Field } from "./fields.js";

export type Subject =
  | { kind: "user"; id: string }
  | { kind: "organization"; id: string }
  | { kind: "membership"; organizationId: string; userId: string };

/** The lists, each with a tab. */
export type ListKind = "users" | "organizations";

/** Only users have unsafe metadata. */
export const fieldsOf = ({ kind }: Subject): readonly Field[] =>
  kind === "user" ? FIELDS : FIELDS.filter((field) => field !== "unsafeMetadata");

/** Equal texts for the same subject. */
export const subjectId = (subject: Subject): string =>
  subject.kind === "membership" ? `${subject.organizationId} ${subject.userId}` : `${subject.kind} ${subject.id}`;

/** The ID that the page shows. */
export const shownId = (subject: Subject): string => (subject.kind === "membership" ? subject.userId : subject.id);
