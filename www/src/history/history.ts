// The changes since the page was loaded. They are kept in memory only, because private metadata of users should not be
// written to the disk.
import { signal } from "@preact/signals";
import { type Change, requestOf } from "../api.js";
import type { FieldValues } from "../fields.js";
import { parseJson } from "../json/parse.js";
import { toText } from "../json/text.js";
import type { Json } from "../json/value.js";
import type { Mode } from "../mode.js";
import type { Subject } from "../subject.js";

export interface Entry {
  at: Date;
  mode: Mode;
  subject: Subject;
  name: string;
  change: Change;
  before: FieldValues;
  after: FieldValues;
  traceId: string | undefined;
  /** Whether it undoes an earlier change. */
  undo: boolean;
}

/** Newest first. */
export const entries = signal<readonly Entry[]>([]);

export const record = (entry: Entry) => {
  entries.value = [entry, ...entries.value];
};

/** The IDs of a subject, with the names of the Backend API. */
const idsOf = (subject: Subject) =>
  subject.kind === "user"
    ? { user_id: subject.id }
    : subject.kind === "organization"
      ? { organization_id: subject.id }
      : { organization_id: subject.organizationId, user_id: subject.userId };

/** A line of JSON for each change, oldest first. */
export async function ndjson(): Promise<string> {
  const lines = await Promise.all(
    [...entries.value].reverse().map(async ({ at, mode, subject, change, before, after, traceId, undo }) => {
      const { method, url, body } = await requestOf(change);
      const members = (values: object): Json => new Map(Object.entries(values));
      const request = members({ method, url, body: parseJson(body) });
      const line = {
        at: at.toISOString(),
        mode,
        ...idsOf(subject),
        undo,
        request,
        before: members(before),
        after: members(after),
      };
      return toText(members({ ...line, clerk_trace_id: traceId ?? null }));
    }),
  );
  return lines.map((line) => `${line}\n`).join("");
}
