// The IndexedDB of the sandbox: the journal line of each user, organization and membership that was created or changed
// here, and the number of users. The others are generated, and are the same each time.

const DATABASE = "clerk-metadata-sandbox";
const USERS = "users";
const FACTS = "facts";
const USER_COUNT = "filled";

interface StoredLine {
  id: string;
  line: string;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  private pending: StoredLine[] = [];

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
    const stored: StoredLine[] = await done(this.database.transaction(USERS).objectStore(USERS).getAll());
    for (const { line } of stored) yield line;
  }

  /** The number of users that `save` stored last. */
  userCount(): Promise<number | undefined> {
    return done(this.database.transaction(FACTS).objectStore(FACTS).get(USER_COUNT));
  }

  /** Adds a line, which `save` writes. */
  append(line: string) {
    this.pending.push({ id: JSON.parse(line).put.id, line });
  }

  /** Resolves when all added lines are written. */
  async save(userCount: number): Promise<void> {
    const lines = this.pending;
    this.pending = [];
    await this.change((users, facts) => {
      for (const line of lines) users.put(line);
      facts.put(userCount, USER_COUNT);
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
