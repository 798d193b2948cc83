// A union compiles if JSON can represent one of its members. The call validates the value.
import { createClerkClient, updateUserMetadata, type User } from "clerk-metadata";
import "./optional-metadata-declarations.js";

const { users } = createClerkClient();

/** `FormDataEntryValue`, with the members that a `File` has. */
interface Upload {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}
type Entry = Upload | string | null;
enum Level {
  Low,
  High,
}
enum Color {
  Red = "red",
}
declare const brand: unique symbol;
type UserId = string & { readonly [brand]: "UserId" };
type Cents = number & { readonly __brand: "Cents" };
type Tree = { name: string; children: Tree[] } | { leaf: Tree | null };

interface Values {
  entry: Entry;
  mixed: string | bigint;
  maybeMap: Map<string, string> | string[];
  maybeFunction: (() => void) | string;
  holes: (string | undefined)[];
  objects: { a: bigint } | { b: string };
  nullable: { a: bigint } | null;
  date: Date | bigint;
  nothing: undefined;
  anything: any;
  something: unknown;
  level: Level;
  color: Color;
  id: UserId;
  cents: Cents;
  object: object;
  empty: {};
  list: readonly string[];
  pair: [string, number?];
  rest: readonly [a: string, ...b: number[]];
  tree: Tree;
}
declare const values: Values;
declare const form: Record<string, Entry>;

export const whole = () => updateUserMetadata("user_1", { publicMetadata: values });
export const nested = () => updateUserMetadata("user_1", { publicMetadata: { values, list: [values] } });
export const entry = () => updateUserMetadata("user_1", { publicMetadata: { onboarded: true, entry: values.entry } });
export const entries = () => updateUserMetadata("user_1", { publicMetadata: form });
export const declared = (user: User) => updateUserMetadata("user_1", { publicMetadata: { team: user.publicMetadata.team } });
export const replaced = (user: User) => users.replaceUserMetadata("user_1", { publicMetadata: { ...user.publicMetadata, mixed: values.mixed } });
export const part = (user: User, change: Partial<UserPublicMetadata>) =>
  updateUserMetadata("user_1", { publicMetadata: { ...user.publicMetadata, ...change, history: [{ ...user.publicMetadata }] } });

// @ts-expect-error a value that is not a member of the declared union
export const undeclaredMember = () => updateUserMetadata("user_1", { publicMetadata: { team: 1 } });
