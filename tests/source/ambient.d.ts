// What pkg/src uses and no declaration that is installed here has.

/** What the build makes of the crates. */
declare module "#generated/*";
declare module "*.wat" {
  const base64: string;
  export default base64;
}

/** Of the app. */
declare module "next/headers.js" {
  export function headers(): Promise<Headers>;
}

/** Vite's. */
interface ImportMeta {
  readonly env?: Record<string, string | undefined>;
}

/** workerd's. */
declare const WebSocketPair: unknown;

/** Newer than the library that TypeScript has. */
interface JSON {
  isRawJSON?(value: unknown): boolean;
}
