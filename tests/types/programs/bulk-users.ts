// Changing many users: clerk-metadata/bulk.
import type { ClerkClient } from "clerk-metadata";
import {
  type BulkFileJournal,
  type BulkJournal,
  type BulkResult,
  type BulkStatus,
  type BulkSummary,
  type PlanResult,
  type PlanSummary,
  ClerkBulkError,
  type InputRow,
  type MetadataSchema,
  type RowProblem,
  type StoredMetadata,
  type UserMetadataRow,
  checkRows,
  createRateLimiter,
  isClerkBulkError,
  openJournal,
  planUsersMetadata,
  readRows,
  undoRows,
  updateUsersMetadata,
} from "clerk-metadata/bulk";
import { assertTrue, type Equal } from "./assert.js";

declare const clerk: ClerkClient;
declare const lines: AsyncIterable<string>;

interface Account {
  id: string;
  publicMetadata: { plan: string };
  name: string;
}
declare const accounts: Account[];

export async function run(): Promise<BulkSummary> {
  for await (const result of updateUsersMetadata(clerk, accounts)) {
    assertTrue<Equal<typeof result, BulkResult<Account>>>();
    result.row.name.trim();
  }
  for await (const { row, index, id, status, error } of updateUsersMetadata(clerk, lines, { limiter: false })) {
    assertTrue<Equal<typeof row, string>>();
    assertTrue<Equal<typeof index, number>>();
    assertTrue<Equal<typeof id, string | undefined>>();
    assertTrue<Equal<typeof status, BulkStatus>>();
    if (error !== undefined) error.message.trim();
  }
  const journal = await openJournal(new URL("file:///tmp/journal.ndjson"));
  assertTrue<Equal<typeof journal, BulkFileJournal>>();
  const stored: string[] = [];
  const ownJournal: BulkJournal = { lines: stored, append: async (newLines) => void stored.push(...newLines) };
  const rows: UserMetadataRow[] = [
    { id: "user_1", publicMetadata: { plan: "pro", trial: null } },
    { externalId: "1", unsafeMetadata: {}, expected: { unsafeMetadata: { a: null } }, _error: "x" },
  ];
  const options = {
    limiter: createRateLimiter(),
    journal: ownJournal,
    skipUnchanged: false,
    maxFailed: 10,
    maxOffline: 60_000,
    concurrency: 5,
    signal: new AbortController().signal,
    onProgress: ({ rows: read, ok }: { rows: number; ok: number }) => read + ok,
  };
  try {
    return await updateUsersMetadata(clerk, new Set(rows), options).summary;
  } catch (error) {
    if (isClerkBulkError(error)) assertTrue<Equal<typeof error, ClerkBulkError>>();
    throw error;
  } finally {
    journal.close();
  }
}

// @ts-expect-error a field that does not exist
updateUsersMetadata(clerk, [{ id: "user_1", publicMetdata: { plan: "pro" } }]);
// @ts-expect-error a row must have a field
updateUsersMetadata(clerk, [{ id: "user_1" }]);
// @ts-expect-error a row must have a field
planUsersMetadata(clerk, [{ externalId: "1" }]);
// @ts-expect-error a string is an iterable of characters
updateUsersMetadata(clerk, "abc");
// @ts-expect-error a string is an iterable of characters
planUsersMetadata(clerk, "abc");
updateUsersMetadata(clerk, [{ id: "user_1", unsafeMetadata: { plan: "pro" } }, '{"id":"user_2","publicMetadata":{}}']);
// @ts-expect-error a row must name its user
updateUsersMetadata(clerk, [{ publicMetadata: {} }]);
// @ts-expect-error not both IDs
updateUsersMetadata(clerk, [{ id: "user_1", externalId: "1", publicMetadata: {} }]);
// @ts-expect-error not metadata
updateUsersMetadata(clerk, [{ id: "user_1", publicMetadata: 5 }]);
// @ts-expect-error an unknown option
updateUsersMetadata(clerk, [], { journl: {} });
// @ts-expect-error not an iterable
updateUsersMetadata(clerk, 5);
// @ts-expect-error the rows are promises
updateUsersMetadata(clerk, [Promise.resolve("")]);

export async function plan(): Promise<PlanSummary> {
  const run = planUsersMetadata(clerk, accounts, { mode: "desired", limiter: false, maxOffline: 60_000 });
  const changes: string[] = [];
  for await (const result of run) {
    assertTrue<Equal<typeof result, PlanResult<Account>>>();
    if (result.status === "change") changes.push(result.change);
    if (result.status === "failed") result.error.message.trim();
    // @ts-expect-error only a row with a change has one
    if (result.status === "same") result.change.trim();
  }
  await updateUsersMetadata(clerk, changes).summary;
  const { removals } = await run.summary;
  assertTrue<Equal<(typeof removals)[string], number>>();
  return run.summary;
}

export async function files(stream: ReadableStream<Uint8Array>): Promise<void> {
  const { rows } = await checkRows(stream, { format: "csv", csvTypes: "json", duplicates: "in-order" });
  assertTrue<Equal<typeof rows, number>>();
  for await (const { row, status, error } of updateUsersMetadata(clerk, readRows(["{}"], { format: "ndjson" }))) {
    assertTrue<Equal<typeof row, InputRow>>();
    if (status === "failed") console.log(row.line, row.errorHeader + row.withError(error?.message ?? ""));
  }
  const planned = planUsersMetadata(clerk, readRows(new Set([new Uint8Array()]), { format: "csv" }));
  for await (const result of planned) {
    if (result.status !== "change") continue;
    assertTrue<Equal<typeof result.patch, string>>();
    assertTrue<Equal<typeof result.after, string>>();
  }
}
// @ts-expect-error a text is not a file
readRows("id,a", { format: "csv" });
// @ts-expect-error an unknown format
readRows([], { format: "tsv" });

export const problemsOf = (error: unknown): readonly RowProblem[] =>
  isClerkBulkError(error) && error.code === "invalid_rows" ? (error.problems ?? []) : [];

declare const schema: MetadataSchema;

export async function modes(): Promise<void> {
  const undo = updateUsersMetadata(clerk, undoRows(await openJournal("a.ndjson")));
  for await (const { row, kept, notRestored } of undo) {
    assertTrue<Equal<typeof row, string>>();
    assertTrue<Equal<typeof kept, number | undefined>>();
    assertTrue<Equal<typeof notRestored, readonly string[] | undefined>>();
  }
  planUsersMetadata(clerk, [{ organizationId: "org_1", publicMetadata: { tier: 1 } }], {
    mode: "desired",
    keys: ["publicMetadata.tier"],
    schema: { publicMetadata: schema },
  });
  updateUsersMetadata(clerk, [{ organizationId: "org_1", userId: "user_1", privateMetadata: { desk: 1 } }], {
    onDrift: "recompute",
    transform: async (user) => {
      assertTrue<Equal<typeof user, StoredMetadata>>();
      return user.publicMetadata["a"] === 1 ? undefined : { publicMetadata: { a: 1 } };
    },
    schema: { privateMetadata: schema },
  });
  // With transform, a row only names whom it is for.
  planUsersMetadata(clerk, [{ id: "user_1" }], { transform: () => ({ publicMetadata: {} }) });
}
// @ts-expect-error organizations have no unsafe metadata
updateUsersMetadata(clerk, [{ organizationId: "org_1", unsafeMetadata: {} }]);
// @ts-expect-error either a user or an organization
updateUsersMetadata(clerk, [{ id: "user_1", organizationId: "org_1", publicMetadata: {} }]);
// @ts-expect-error the unknown field of a transform
planUsersMetadata(clerk, [{ id: "user_1" }], { transform: () => ({ publicMetdata: {} }) });
// @ts-expect-error the unknown field of a schema
updateUsersMetadata(clerk, lines, { schema: { publicMetdata: schema } });
// @ts-expect-error an unknown mode
planUsersMetadata(clerk, lines, { mode: "merge" });
