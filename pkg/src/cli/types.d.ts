// The declaration of a command. Parsing, help, completion and docs/command-line.md are derived from it.

/** The types of values. `option-types.js` has a row for each. */
export type OptionType =
  | "boolean"
  | "string"
  | "integer"
  | "choice"
  | "url"
  | "host"
  | "time"
  | "file"
  | "secret-key"
  | "user-id"
  | "rate"
  | "redis-url"
  | "queue-name"
  | "limiter-name"
  | "failure-limit"
  | "duration";

/** A value on the command line. */
export interface Value {
  type: OptionType;
  /** What it does, in full sentences. */
  description: string;
  /** Of the type `integer`. Default: 0. */
  min?: number;
  /** Of the type `integer`. */
  max?: number;
  /** Of the type `choice`. */
  choices?: readonly string[];
}

export interface Option extends Value {
  /** The name of the value in the help. Default: that of the type. A `boolean` has none. */
  placeholder?: string;
  /** Default: `undefined`, `false` for a `boolean`, and `[]` if it may be repeated. */
  default?: string | number;
  /** The environment variable that is read if the option is missing. An empty variable counts as missing. */
  env?: string;
  /** Whether it may be repeated. Its value is an array. */
  multiple?: boolean;
}

export interface Argument extends Value {
  /** Its name in the help. */
  placeholder: string;
  /** Default: `false`. */
  required?: boolean;
}

/** A file in `commands`, whose default export this is. The name of the file is the name of the command. */
export interface Command {
  /** One line for the list of commands, without a period. */
  summary: string;
  /** Paragraphs for the help of the command. */
  description?: readonly string[];
  /** By their names, without the dashes. */
  options: Record<string, Option>;
  arguments?: readonly Argument[];
  /** Variables that are read besides those of the options: name and description. */
  environment?: Record<string, string>;
  /** Complete command lines. */
  examples?: readonly string[];
  /** The values of the options have the names of the options; those of the arguments are in order. */
  run(values: Record<string, any>, args: any[], context: Context): Promise<void>;
}

export type Commands = Record<string, Command>;

/** What a command may need to know of the program. */
export interface Context {
  commands: Commands;
}
