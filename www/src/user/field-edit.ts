// The edit of one field: what is typed, and what comes of it. What is typed is the value that one wants, or
// a patch; the package makes the one of the other.
import { batch, computed, effect, signal } from "@preact/signals";
import type { Field } from "../fields.js";
import { equal } from "../json/equal.js";
import { JsonSyntaxError, parseJson } from "../json/parse.js";
import { bytesOf, toText } from "../json/text.js";
import { EMPTY, isObject, type Json, type JsonObject } from "../json/value.js";
import { LIMIT } from "../limits.js";
import { diff, merge } from "../worker/ask.js";
import { type Row, rowsOf, type Warning, warningsOf } from "./changes.js";

export type Intent = "value" | "patch";

export interface FieldState {
  base: JsonObject;
  intent: Intent;
  text: string;
}

export interface Outcome {
  patch: JsonObject;
  result: JsonObject;
  rows: Row[];
  warnings: Warning[];
}

const textOf = (value: Json) => toText(value, 2);
const nothing = (base: JsonObject): Outcome => ({ patch: EMPTY, result: base, rows: rowsOf(base, base), warnings: [] });

export class FieldEdit {
  /** What was stored when the edit began. */
  readonly base = signal<JsonObject>(EMPTY);
  readonly intent = signal<Intent>("value");
  readonly text = signal("{}");
  /** The last one that could be made. */
  readonly outcome = signal<Outcome>(nothing(EMPTY));
  /** Why nothing can be made of what is typed. */
  readonly problem = signal<string | undefined>(undefined);

  readonly typed = computed<Json | undefined>(() => {
    try {
      return parseJson(this.text.value, { uniqueKeys: true });
    } catch {
      return undefined;
    }
  });
  readonly bytes = computed(() => bytesOf(this.outcome.value.result));
  readonly changed = computed(() => this.problem.value !== undefined || this.outcome.value.patch.size > 0);

  private last = 0;
  private made: Promise<void> = Promise.resolve();
  private readonly end: () => void;

  constructor(
    readonly field: Field,
    base: JsonObject,
  ) {
    this.reset(base);
    this.end = effect(() => {
      const [text, intent, base] = [this.text.value, this.intent.value, this.base.value];
      this.made = this.make(text, intent, base);
    });
  }

  /** Begins anew, with what is stored now. */
  reset(base: JsonObject) {
    batch(() => {
      this.base.value = base;
      this.intent.value = "value";
      this.text.value = textOf(base);
      this.outcome.value = nothing(base);
      this.problem.value = undefined;
    });
  }

  /** The same edit of another base. */
  rebase(base: JsonObject, typed: Json | undefined) {
    batch(() => {
      this.base.value = base;
      if (typed !== undefined) this.set(typed);
    });
  }

  /** Everything that is typed, to be shown again by `restore`. */
  get state(): FieldState {
    return { base: this.base.value, intent: this.intent.value, text: this.text.value };
  }

  restore({ base, intent, text }: FieldState) {
    batch(() => {
      this.base.value = base;
      this.intent.value = intent;
      this.text.value = text;
    });
  }

  set(value: Json) {
    this.text.value = textOf(value);
  }

  /** Goes on with the same change in the other form. */
  async turn(intent: Intent) {
    await this.settled();
    if (intent === this.intent.value || this.problem.value !== undefined) return;
    const { patch, result } = this.outcome.value;
    batch(() => {
      this.intent.value = intent;
      this.text.value = textOf(intent === "patch" ? patch : result);
    });
  }

  /** Resolves when the outcome is that of what is typed now. */
  async settled() {
    for (let made: Promise<void> | undefined; made !== this.made;) {
      made = this.made;
      await made;
    }
  }

  dispose() {
    this.end();
  }

  private async make(text: string, intent: Intent, base: JsonObject) {
    const turn = ++this.last;
    const told = (problem: string | undefined, outcome?: Outcome) => {
      if (turn !== this.last) return; // something else is typed by now
      batch(() => {
        this.problem.value = problem;
        if (outcome) this.outcome.value = outcome;
      });
    };
    try {
      const typed = parseJson(text, { uniqueKeys: true });
      if (!isObject(typed)) return told("Metadata is an object: it begins with { and ends with }.");
      // What is stored may be more than a change may be; as long as it is left alone, that is no problem.
      if (intent === "value" && equal(typed, base)) return told(undefined, nothing(base));
      const [patch, result] = intent === "value" ? [await diff(base, typed), typed] : [typed, await merge(base, typed)];
      const rows = rowsOf(base, result);
      const size = bytesOf(result);
      const problem = size > LIMIT ? `It would be ${size.toLocaleString("en")} bytes; a field may hold ${LIMIT.toLocaleString("en")}.` : undefined;
      told(problem, { patch, result, rows, warnings: warningsOf(base, result) });
    } catch (error) {
      told(inWords(error as Error & { code?: string; path?: string }));
    }
  }
}

function inWords(error: Error & { code?: string; path?: string }): string {
  if (error instanceof JsonSyntaxError) return `This is not JSON yet: ${error.message}.`;
  return error.message;
}
