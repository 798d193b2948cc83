// The edit of one field: what is typed, and what comes of it. What is typed is the value that is wanted, or a
// patch; the package makes the one of the other.
import { batch, computed, effect, signal } from "@preact/signals";
import { compareThree, withValues } from "../compare/three-way.js";
import type { Field } from "../fields.js";
import { pathId } from "../json/path.js";
import { bytesOf, toText } from "../json/text.js";
import { EMPTY, type JsonObject } from "../json/value.js";
import { LIMIT } from "../limits.js";
import { diff, merge } from "../worker/ask.js";
import { type Row, rowsOf, type Warning, warningsOf } from "./changes.js";
import { draftId, isBlank, problemOfDraft, type Target, targetOf, withoutDraft } from "./drafts.js";
import { cleanState, differs, type FieldState, type Intent, textState, typedOf } from "./field-state.js";
import { type Origin, rebased } from "./rebase.js";
import { TreeEdit } from "./tree-edit.js";

export type { Intent } from "./field-state.js";
export type View = "tree" | "text";

export interface Outcome {
  patch: JsonObject;
  result: JsonObject;
  rows: Row[];
  warnings: Warning[];
}

export interface Edited {
  /** Edits in a row of the same group are one step to undo. */
  group?: string;
  /** Where the focus goes when the step is undone. */
  target?: Target;
}

/** Told of every change that can be undone. */
export interface Recorder {
  record(edit: FieldEdit, before: FieldState, after: FieldState, how: Edited): void;
  /** Makes one step of the last ones whose group begins so. */
  joinGroups(edit: FieldEdit, prefix: string): void;
  /** Undoes the last step if it is of this group, for good. Gives whether it did. */
  takeBack(edit: FieldEdit, group: string): boolean;
  /** The next edit is a step of its own. */
  close(): void;
}

/** Of a large value the outcome is computed once nothing has been typed for this long: typing must not wait for it. */
const OUTCOME_DELAY_MS = 120;
const LARGE_BYTES = 2048;

/** The base with what is stored now at the keys that someone else has changed too. */
const nowOf = (base: JsonObject, stored: JsonObject, result: JsonObject): JsonObject =>
  withValues(
    base,
    compareThree(base, stored, result)
      .filter(({ by }) => by === "both")
      .map(({ path, theirs }) => [path, theirs] as const),
  );

const unchanged = (base: JsonObject): Outcome => ({ patch: EMPTY, result: base, rows: [], warnings: [] });

export class FieldEdit {
  /** What was stored when the edit began. */
  readonly base = signal<JsonObject>(EMPTY);
  /** What is stored as far as is known: it differs from the base where someone else has changed the same keys. */
  private readonly stored = signal<JsonObject>(EMPTY);
  /** Replaced by each edit, so that a reference to it tells whether something was typed since. */
  readonly state = signal<FieldState>(cleanState(EMPTY));
  readonly view = signal<View>("tree");
  /** The rows of the tree that are closed, by the id of their path. */
  readonly closed = signal<ReadonlySet<string>>(new Set());
  /** Where the editor is to put the focus: a new object each time. */
  readonly focus = signal<Target | undefined>(undefined);
  /** The last one that could be made. While someone types it is of a moment ago: see `settled`. */
  readonly outcome = signal<Outcome>(unchanged(EMPTY));

  readonly intent = computed<Intent>(() => this.state.value.intent);
  readonly text = computed(() => this.state.value.text?.source ?? toText(this.state.value.value, 2));
  readonly typed = computed(() => typedOf(this.state.value));
  /** Text that is not JSON has no tree. */
  readonly shownAs = computed<View>(() => (this.state.value.text?.error ? "text" : this.view.value));
  readonly changed = computed(() => differs(this.state.value, this.typed.value, this.base.value));
  readonly drafts = computed(() => this.state.value.drafts);
  readonly hasDrafts = computed(() => this.drafts.value.size > 0);
  /** Why what is typed cannot be applied. */
  readonly problem = computed<string | undefined>(() => this.typed.value.problem?.text ?? this.rejection.value);
  /**
   * Whether someone is still typing what the problem is about: a key that has no value yet, `1e` on the way to `1e5`.
   * It ends when the box is left or the change is to be applied.
   */
  readonly isTyping = computed(() => this.typed.value.problem?.draft !== undefined && !this.wasRejected.value);
  readonly bytes = computed(() => bytesOf(this.outcome.value.result));

  readonly tree = new TreeEdit(this);
  private readonly wasRejected = signal(false);
  /** Why nothing can be made of the value or the patch. */
  private readonly rejection = signal<string | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;
  private made: Promise<void> = Promise.resolve();
  /** A change of form that was not edited since is taken back without a detour. */
  private lastTurn: { before: FieldState; after: FieldState } | undefined;
  private readonly end: () => void;

  constructor(
    readonly field: Field,
    base: JsonObject,
    private readonly recorder?: Recorder,
  ) {
    this.reset(base);
    this.end = effect(() => {
      const [typed, base] = [this.typed.value, this.base.value, this.stored.value];
      const changed = this.changed.value;
      clearTimeout(this.timer);
      this.timer = undefined;
      if (typed.problem) return;
      this.wasRejected.value = false;
      if (!changed) this.show(unchanged(base));
      else if (this.bytes.peek() < LARGE_BYTES) this.compute();
      else this.timer = setTimeout(() => this.compute(), OUTCOME_DELAY_MS);
    });
  }

  /** Every edit comes through here. */
  change(next: Partial<FieldState>, how: Edited = {}) {
    const before = this.state.peek();
    const after = { ...before, ...next };
    if (
      after.value === before.value &&
      after.text === before.text &&
      after.drafts === before.drafts &&
      after.intent === before.intent
    )
      return;
    this.state.value = after;
    this.recorder?.record(this, before, after, how);
  }

  /** What is typed cannot be taken, and is not typed on. */
  rejectDraft() {
    this.wasRejected.value = true;
  }

  joinSteps(prefix: string) {
    this.recorder?.joinGroups(this, prefix);
  }

  takeBackStep(group: string): boolean {
    return this.recorder?.takeBack(this, group) ?? false;
  }

  /** The box in which something is typed is left: what is typed next is a step of its own. */
  closeStep() {
    this.recorder?.close();
  }

  setText(source: string, group?: string) {
    if (source !== this.text.peek())
      this.change(textState(this.state.peek(), source), group === undefined ? {} : { group });
  }

  /** Lays the text out anew; what it says stays. */
  format() {
    const { value, text } = this.state.peek();
    if (text && !text.error) this.setText(toText(value, 2));
  }

  /** Shows an earlier state, for undo. */
  restore(state: FieldState, target: Target | undefined) {
    batch(() => {
      this.state.value = state;
      if (target) this.moveFocus(target);
    });
  }

  moveFocus(target: Target) {
    const ancestors = target.path.map((_, index) => pathId(target.path.slice(0, index)));
    if (target.part === "add" || target.part.startsWith("new")) ancestors.push(pathId(target.path));
    batch(() => {
      if (ancestors.some((id) => this.closed.peek().has(id)))
        this.closed.value = new Set([...this.closed.peek()].filter((id) => !ancestors.includes(id)));
      this.focus.value = { ...target };
    });
  }

  /** Takes all that is typed beside the value into it. `false` where something cannot be: the focus goes there. */
  commitDrafts(): boolean {
    const { drafts } = this.state.peek();
    for (const draft of drafts.values()) this.tree.commit(draftId(draft.kind, draft.path));
    const left = this.state.peek();
    for (const draft of left.drafts.values()) {
      if (isBlank(draft)) this.change({ drafts: withoutDraft(this.state.peek().drafts, draft.kind, draft.path) });
      else if (problemOfDraft(left.value, draft) !== undefined) {
        this.rejectDraft();
        this.moveFocus(targetOf(draft));
        return false;
      }
    }
    return true;
  }

  /** Begins anew, with what is stored now. */
  reset(base: JsonObject) {
    batch(() => {
      this.base.value = base;
      this.stored.value = base;
      this.state.value = cleanState(base);
      this.show(unchanged(base));
    });
  }

  /** Takes back all that was typed; this can be undone. */
  discard() {
    this.change(cleanState(this.base.peek()));
  }

  /** Shows what is stored now, with what was typed since `origin` on top of it: see `rebased`. */
  rebase(stored: JsonObject, origin: Origin, mineWins = false): boolean {
    const { base, state, fits } = rebased(this.state.peek(), origin, stored, mineWins);
    batch(() => {
      this.base.value = base;
      this.stored.value = stored;
      this.state.value = state;
    });
    return fits;
  }

  /** Goes on with the same change in the other form. */
  async turn(intent: Intent) {
    if (!this.commitDrafts()) return;
    await this.settled();
    const before = this.state.peek();
    if (intent === before.intent || this.problem.peek() !== undefined) return;
    const { patch, result } = this.outcome.peek();
    const back = this.lastTurn?.after === before ? this.lastTurn.before : undefined;
    const after = back ?? { ...cleanState(EMPTY), intent, value: intent === "patch" ? patch : result };
    this.lastTurn = { before, after };
    this.state.value = after;
  }

  /** Goes on in the other view. Gives whether it did. */
  setView(view: View) {
    if (this.state.peek().text?.error || !this.commitDrafts()) return;
    this.view.value = view;
  }

  /** Resolves when the outcome is that of what is typed now. */
  async settled() {
    for (let made: Promise<void> | undefined; made !== this.made || this.timer !== undefined; ) {
      if (this.timer !== undefined) this.compute();
      made = this.made;
      await made;
    }
  }

  dispose() {
    clearTimeout(this.timer);
    this.end();
  }

  private compute() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.made = this.make(this.typed.peek().value, this.intent.peek(), this.base.peek());
  }

  private show(outcome: Outcome | undefined, rejection?: string) {
    this.last += 1;
    batch(() => {
      this.rejection.value = rejection;
      if (outcome) this.outcome.value = outcome;
    });
  }

  private async make(typed: JsonObject, intent: Intent, base: JsonObject) {
    this.last += 1;
    const turn = this.last;
    // Something else is typed by now, and the outcome of that is on its way.
    const show = (outcome: Outcome | undefined, rejection?: string) =>
      turn === this.last && this.show(outcome, rejection);
    try {
      const [patch, result] = intent === "value" ? [await diff(base, typed), typed] : [typed, await merge(base, typed)];
      const size = bytesOf(result);
      const problem =
        size > LIMIT
          ? `It would be ${size.toLocaleString("en")} bytes; a field may hold ${LIMIT.toLocaleString("en")}.`
          : undefined;
      show(
        {
          patch,
          result,
          rows: rowsOf(nowOf(base, this.stored.peek(), result), result),
          warnings: warningsOf(base, result),
        },
        problem,
      );
    } catch (error) {
      show(undefined, (error as Error).message);
    }
  }
}
