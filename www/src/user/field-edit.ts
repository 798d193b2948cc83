// The edit of one field: what is typed, and its outcome. The person types the new value or a patch; the package
// computes the other one.
import { batch, computed, effect, signal } from "@preact/signals";
import { compareThree, withValues } from "../compare/three-way.js";
import type { Field } from "../fields.js";
import { pathId } from "../json/path.js";
import { bytesOf, toText } from "../json/text.js";
import { EMPTY, type JsonObject } from "../json/value.js";
import { LIMIT } from "../limits.js";
import { diff, merge } from "../worker/call.js";
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
  /** Consecutive edits of the same group are one undo step. */
  group?: string;
  /** The target of the focus when the step is undone. */
  target?: Target;
}

/** Records the changes that can be undone. */
export interface Recorder {
  record(edit: FieldEdit, before: FieldState, after: FieldState, how: Edited): void;
  /** Joins the last steps whose group starts with `prefix` into one. */
  joinGroups(edit: FieldEdit, prefix: string): void;
  /** Removes and reverts the last step if it is of this group. Returns whether it was. */
  takeBack(edit: FieldEdit, group: string): boolean;
  /** The next edit starts a new step. */
  close(): void;
}

/** The outcome of a large value is computed after a pause in typing, so that it does not block typing. */
const OUTCOME_DELAY_MS = 120;
const LARGE_BYTES = 2048;

/** The base, with the stored values of keys that someone else has changed too. */
const nowOf = (base: JsonObject, stored: JsonObject, result: JsonObject): JsonObject =>
  withValues(
    base,
    compareThree(base, stored, result)
      .filter(({ by }) => by === "both")
      .map(({ path, theirs }) => [path, theirs] as const),
  );

const unchanged = (base: JsonObject): Outcome => ({ patch: EMPTY, result: base, rows: [], warnings: [] });

export class FieldEdit {
  /** The value that was stored when the edit began. */
  readonly base = signal<JsonObject>(EMPTY);
  /** The last known stored value. It differs from the base if someone else has changed the same keys. */
  private readonly stored = signal<JsonObject>(EMPTY);
  /** Each edit replaces it, so that a comparison by reference detects later edits. */
  readonly state = signal<FieldState>(cleanState(EMPTY));
  readonly view = signal<View>("tree");
  /** The collapsed rows of the tree, by the ID of their path. */
  readonly closed = signal<ReadonlySet<string>>(new Set());
  /** The target of the focus: a new object each time. */
  readonly focus = signal<Target | undefined>(undefined);
  /** The last valid outcome. While someone types, it is outdated: see `settled`. */
  readonly outcome = signal<Outcome>(unchanged(EMPTY));

  readonly intent = computed<Intent>(() => this.state.value.intent);
  readonly text = computed(() => this.state.value.text?.source ?? toText(this.state.value.value, 2));
  readonly typed = computed(() => typedOf(this.state.value));
  /** Text that is not valid JSON has no tree. */
  readonly shownAs = computed<View>(() => (this.state.value.text?.error ? "text" : this.view.value));
  readonly changed = computed(() => differs(this.state.value, this.typed.value, this.base.value));
  readonly drafts = computed(() => this.state.value.drafts);
  readonly hasDrafts = computed(() => this.drafts.value.size > 0);
  /** Why the edit cannot be applied. */
  readonly problem = computed<string | undefined>(() => this.typed.value.problem?.text ?? this.rejection.value);
  /**
   * Whether the problem is in text that is still being typed: a key without a value, `1e` before `1e5`. Ends when the
   * input loses the focus or the change is applied.
   */
  readonly isTyping = computed(() => this.typed.value.problem?.draft !== undefined && !this.wasRejected.value);
  readonly bytes = computed(() => bytesOf(this.outcome.value.result));

  readonly tree = new TreeEdit(this);
  private readonly wasRejected = signal(false);
  /** Why the package or the size limit rejects the value or patch. */
  private readonly rejection = signal<string | undefined>(undefined);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastRun = 0;
  private pending: Promise<void> = Promise.resolve();
  /** The last switch between value and patch. Switching back without an edit restores the exact state. */
  private lastSwitch: { before: FieldState; after: FieldState } | undefined;
  private readonly stopEffect: () => void;

  constructor(
    readonly field: Field,
    base: JsonObject,
    private readonly recorder?: Recorder,
  ) {
    this.reset(base);
    this.stopEffect = effect(() => {
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

  /** Makes an edit. */
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

  /** Shows the problem of the typed text as an error. */
  rejectDraft() {
    this.wasRejected.value = true;
  }

  joinSteps(prefix: string) {
    this.recorder?.joinGroups(this, prefix);
  }

  takeBackStep(group: string): boolean {
    return this.recorder?.takeBack(this, group) ?? false;
  }

  /** Called when an input loses the focus: the next edit starts a new undo step. */
  closeStep() {
    this.recorder?.close();
  }

  setText(source: string, group?: string) {
    if (source !== this.text.peek())
      this.change(textState(this.state.peek(), source), group === undefined ? {} : { group });
  }

  /** Formats the text. */
  format() {
    const { value, text } = this.state.peek();
    if (text && !text.error) this.setText(toText(value, 2));
  }

  /** Restores a state, for undo and redo. */
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

  /** Commits all drafts. Returns `false` and moves the focus if a draft is invalid. */
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

  /** Starts a new edit of a stored value. */
  reset(base: JsonObject) {
    batch(() => {
      this.base.value = base;
      this.stored.value = base;
      this.state.value = cleanState(base);
      this.show(unchanged(base));
    });
  }

  /** Discards the edit. This can be undone. */
  discard() {
    this.change(cleanState(this.base.peek()));
  }

  /** Moves what was typed since `origin` to a stored value: see `rebased`. */
  rebase(stored: JsonObject, origin: Origin, mineWins = false): boolean {
    const { base, state, fits } = rebased(this.state.peek(), origin, stored, mineWins);
    batch(() => {
      this.base.value = base;
      this.stored.value = stored;
      this.state.value = state;
    });
    return fits;
  }

  /** Switches between value and patch. The change stays the same. */
  async setIntent(intent: Intent) {
    if (!this.commitDrafts()) return;
    await this.settled();
    const before = this.state.peek();
    if (intent === before.intent || this.problem.peek() !== undefined) return;
    const { patch, result } = this.outcome.peek();
    const back = this.lastSwitch?.after === before ? this.lastSwitch.before : undefined;
    const after = back ?? { ...cleanState(EMPTY), intent, value: intent === "patch" ? patch : result };
    this.lastSwitch = { before, after };
    this.state.value = after;
  }

  /** Switches the view, unless the typed text is invalid. */
  setView(view: View) {
    if (this.state.peek().text?.error || !this.commitDrafts()) return;
    this.view.value = view;
  }

  /** Resolves when the outcome is up to date. */
  async settled() {
    for (let pending: Promise<void> | undefined; pending !== this.pending || this.timer !== undefined; ) {
      if (this.timer !== undefined) this.compute();
      pending = this.pending;
      await pending;
    }
  }

  dispose() {
    clearTimeout(this.timer);
    this.stopEffect();
  }

  private compute() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pending = this.computeOutcome(this.typed.peek().value, this.intent.peek(), this.base.peek());
  }

  private show(outcome: Outcome | undefined, rejection?: string) {
    this.lastRun += 1;
    batch(() => {
      this.rejection.value = rejection;
      if (outcome) this.outcome.value = outcome;
    });
  }

  private async computeOutcome(typed: JsonObject, intent: Intent, base: JsonObject) {
    this.lastRun += 1;
    const run = this.lastRun;
    // Ignored if a later edit has started another computation.
    const show = (outcome: Outcome | undefined, rejection?: string) =>
      run === this.lastRun && this.show(outcome, rejection);
    try {
      const [patch, result] = intent === "value" ? [await diff(base, typed), typed] : [typed, await merge(base, typed)];
      const size = bytesOf(result);
      const problem =
        size > LIMIT
          ? `The result has ${size.toLocaleString("en")} bytes. The limit of a field is ${LIMIT.toLocaleString("en")} bytes.`
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
