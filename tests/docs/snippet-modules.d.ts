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
