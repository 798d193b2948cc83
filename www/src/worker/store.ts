// What the sandbox keeps in IndexedDB: the line of the journal of each user that was made or changed here,
// and up to how many it was filled. The others are made up, the same ones every time.

const DATABASE = "clerk-metadata-sandbox";
const USERS = "users";
const FACTS = "facts";
const FILLED = "filled";

interface Kept {
  id: string;
  line: string;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  private pending: Kept[] = [];

  private constructor(private readonly database: IDBDatabase) {}

  static async open(): Promise<Store> {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(USERS, { keyPath: "id" });
      request.result.createObjectStore(FACTS);
    };
    return new Store(await done(request));
  }

  async *lines(): AsyncGenerator<string> {
    const kept: Kept[] = await done(this.database.transaction(USERS).objectStore(USERS).getAll());
    for (const { line } of kept) yield line;
  }

  /** Up to how many users it was filled; nothing on the first day. */
  filled(): Promise<number | undefined> {
    return done(this.database.transaction(FACTS).objectStore(FACTS).get(FILLED));
  }

  /** Takes a line; it is written by `save`. */
  append(line: string) {
    this.pending.push({ id: JSON.parse(line).put.id, line });
  }

  /** Resolves when all that was taken is written. */
  async save(filled: number): Promise<void> {
    const lines = this.pending;
    this.pending = [];
    await this.change((users, facts) => {
      for (const kept of lines) users.put(kept);
      facts.put(filled, FILLED);
    });
  }

  async clear(): Promise<void> {
    this.pending = [];
    await this.change((users, facts) => {
      users.clear();
      facts.clear();
    });
  }

  private change(work: (users: IDBObjectStore, facts: IDBObjectStore) => void): Promise<void> {
    const transaction = this.database.transaction([USERS, FACTS], "readwrite");
    work(transaction.objectStore(USERS), transaction.objectStore(FACTS));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
  }
}
