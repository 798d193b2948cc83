// The sandbox's users in IndexedDB: a record for each, with its line of the journal.

const DATABASE = "clerk-metadata-sandbox";
const STORE = "users";
const BATCH = 2000;

interface Row {
  id: string;
  line: string;
}

/** What is still to be written: a line, or nothing for a user that is gone. */
type Pending = Map<string, string | undefined>;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  private pending: Pending = new Map();
  private writing: Promise<void> | undefined;

  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    return new Store(await done(request));
  }

  /** All lines, some at a time: a hundred thousand in one array would be all there twice. */
  async *lines(): AsyncGenerator<string> {
    for (let range: IDBKeyRange | undefined; ; ) {
      const rows: Row[] = await done(this.database.transaction(STORE).objectStore(STORE).getAll(range, BATCH));
      for (const { line } of rows) yield line;
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      range = IDBKeyRange.lowerBound(last.id, true);
    }
  }

  /** Takes a line of the journal; `saved` tells when it is written. */
  append = (line: string): void => {
    const change = line === '"clear"' ? undefined : (JSON.parse(line) as { put?: { id: string }; delete?: string });
    if (change?.put) this.pending.set(change.put.id, line);
    else if (change?.delete !== undefined) this.pending.set(change.delete, undefined);
  };

  /** Resolves when all that was taken is written. Other transactions come between two batches. */
  saved(): Promise<void> {
    return (this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    }));
  }

  /** Writes one user at once, before those that wait. */
  async savedOne(id: string): Promise<void> {
    if (!this.pending.has(id)) return;
    const line = this.pending.get(id);
    this.pending.delete(id);
    await this.put([[id, line]]);
  }

  async clear(): Promise<void> {
    this.pending.clear();
    await this.writing;
    const transaction = this.database.transaction(STORE, "readwrite");
    await done(transaction.objectStore(STORE).clear());
  }

  private async write(): Promise<void> {
    while (this.pending.size > 0) {
      const batch = [...this.pending].slice(0, BATCH);
      for (const [id] of batch) this.pending.delete(id);
      await this.put(batch);
    }
  }

  private put(batch: [string, string | undefined][]): Promise<void> {
    const transaction = this.database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    for (const [id, line] of batch) {
      if (line === undefined) store.delete(id);
      else store.put({ id, line } satisfies Row);
    }
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }
}
