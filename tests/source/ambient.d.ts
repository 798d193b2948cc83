// Declarations of modules and globals that pkg/src uses and no installed package declares.

/** Files that the build generates from the crates. */
declare module "#generated/*";
declare module "*.wat" {
  const base64: string;
  export default base64;
}

declare module "*.lua" {
  const source: string;
  export default source;
}

/** The files of pkg/src/cli/commands, by their names. The build generates it. */
declare module "#commands" {
  export const COMMANDS: import("../../pkg/src/cli/types.js").Commands;
}

/** Resolved in the user's app. */
declare module "next/headers.js" {
  export function headers(): Promise<Headers>;
}

/** Set by Vite. */
interface ImportMeta {
  readonly env?: Record<string, string | undefined>;
}

/** A global of workerd. */
declare const WebSocketPair: unknown;

/** Newer than the libraries of TypeScript. */
interface JSON {
  isRawJSON?(value: unknown): boolean;
}
