// The modules that snippets import and that the tests do not install.
declare module "react" {
  export function cache<F>(uncached: F): F;
}
declare module "pg" {
  class Client {
    connect(): Promise<void>;
    query(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
    end(): Promise<void>;
  }
  const pg: { Client: typeof Client };
  export default pg;
}
// docs/which-way.md has recipes for these.
declare module "inngest" {
  export class Inngest {
    constructor(options: { id: string });
    createFunction(
      options: { id: string; concurrency: number },
      trigger: { event: string },
      handler: (context: { step: { run<T>(name: string, action: () => Promise<T>): Promise<T> } }) => Promise<void>,
    ): unknown;
  }
}
declare module "@trigger.dev/sdk" {
  export function task<T>(options: {
    id: string;
    maxDuration: number;
    queue: { concurrencyLimit: number };
    retry: { maxAttempts: number };
    run: () => Promise<T>;
  }): unknown;
}
declare module "#app/rows" {
  import type { BulkJournal, UserMetadataRow } from "clerk-metadata/bulk";
  export function loadRows(offset: number, limit: number): Promise<UserMetadataRow[]>;
  export function rows(): AsyncIterable<UserMetadataRow>;
  export function journal(): BulkJournal;
}
