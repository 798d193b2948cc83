// The state machine of applying the edit of a user.
//
//   ready -> comparing -> sending <-> waiting -> applied
//                 |           |          |
//                 |           +-- failed or canceled --> checking (is it stored?) -> applied or failed
//                 +-> conflict (choices) -> comparing
import { computed, signal } from "@preact/signals";
import { isClerkAPIResponseError } from "clerk-metadata";
import { type CallOptions, read, type Stored } from "../api.js";
import {
  type ChangeState,
  explain,
  type Explained,
  isRejection,
  isTransient,
  messageOf,
  stateText,
} from "../errors.js";
import { FIELDS, type Field } from "../fields.js";
import { equal } from "../json/equal.js";
import { mode } from "../mode.js";
import type { Subject } from "../subject.js";
import {
  apply,
  arrivedIn,
  type Attempt,
  type Choices,
  compareWithStored,
  type Done,
  checkStored,
  lastChangeOf,
  type Outcome,
  type Plan,
  undoPlanOf,
} from "./apply.js";
import type { Snapshot, UserEdit } from "./edit.js";

/** The current step. */
export type Step =
  | { at: "idle" }
  | { at: "reloading" }
  /** Reading the user, to compare. */
  | { at: "comparing" }
  | { at: "sending" }
  /** Waiting before a retry. */
  | { at: "waiting"; reason: string; until: number }
  /** Reading the user, to check whether a change is stored. */
  | { at: "checking" };

/** Why the user was read to check whether a change is stored. */
export type CheckReason = "lost" | "canceled";

/** The result of the last action. */
export type Result =
  | { kind: "done"; done: Done; checkReason: CheckReason | undefined }
  | { kind: "already"; fields: readonly Field[] }
  | { kind: "settled" }
  | { kind: "canceled"; text: string }
  | { kind: "reloaded"; edited: boolean };

export interface Failure {
  why: Explained;
  again: () => Promise<void>;
}

/** A conflict: someone else has changed the same keys. */
export interface OpenConflict {
  stored: Stored;
  /** The undo that has the conflict; `undefined` if the edit has it. */
  undo: Plan | undefined;
  /** The action that found the conflict. `again`: an apply from the conflict panel. */
  cause: "apply" | "again" | "reload";
}

const IDLE: Step = { at: "idle" };

export class ApplyFlow {
  readonly step = signal<Step>(IDLE);
  readonly failure = signal<Failure | undefined>(undefined);
  readonly conflict = signal<OpenConflict | undefined>(undefined);
  readonly result = signal<Result | undefined>(undefined);
  readonly busy = computed(() => this.step.value.at !== "idle");

  private controller: AbortController | undefined;
  /** A request that was sent, if it is unknown whether it took effect. */
  private unknown:
    | {
        attempt: Attempt;
        sent: Snapshot | undefined;
        how: CheckReason;
        /** Whether the user was read afterwards, and the change was not stored. */
        settled: boolean;
      }
    | undefined;

  constructor(private readonly edit: UserEdit) {
    // The last change can still be undone after the user was closed and opened again.
    const last = lastChangeOf(edit.stored.value);
    if (last) this.result.value = { kind: "done", done: last, checkReason: undefined };
  }

  /** Applies the edit. */
  async start(choices?: Choices): Promise<void> {
    await this.run({ at: "comparing" }, async (controller) => {
      if (!this.edit.commitDrafts()) return;
      await this.edit.settled();
      const { plan } = this.edit;
      if (this.edit.problem.value !== undefined || FIELDS.every((field) => plan.bases[field] === undefined)) return;
      this.result.value = undefined;
      await this.apply(plan, controller, () => this.start(choices), choices, this.edit.snapshot());
    });
  }

  async undo(done: Done): Promise<void> {
    await this.run({ at: "comparing" }, async (controller) =>
      this.apply(await undoPlanOf(done), controller, () => this.undo(done)),
    );
  }

  /** Applies with the choices of the conflict panel. */
  async resolve(choices: Choices): Promise<void> {
    const undo = this.conflict.value?.undo;
    if (!undo) return this.start(choices);
    await this.run({ at: "comparing" }, (controller) =>
      this.apply(undo, controller, () => this.resolve(choices), choices),
    );
  }

  /** Reads the user again. The edit is kept. */
  async reload(): Promise<void> {
    const { subject } = this;
    await this.run({ at: "reloading" }, async ({ signal }) => {
      try {
        const stored = await read(subject, { signal });
        await this.edit.settled();
        if (this.found(this.unknown && arrivedIn(this.unknown.attempt, stored))) return;
        if (this.unknown) this.unknown.settled = true;
        const edited = this.edit.changed.value.length > 0;
        this.conflict.value = undefined;
        this.edit.moveTo(stored);
        if (this.edit.problem.value === undefined && conflicting(this.edit.plan, stored))
          this.conflict.value = { stored, undo: undefined, cause: "reload" };
        else this.result.value = { kind: "reloaded", edited };
      } catch (error) {
        if (signal.aborted) return;
        this.failure.value = { why: explain(error, undefined, this.subject.kind), again: () => this.reload() };
      }
    });
  }

  /** Cancels the current action. */
  cancel() {
    this.controller?.abort();
  }

  /** Closes the conflict panel. The edit is kept. */
  closeConflict() {
    this.conflict.value = undefined;
    this.failure.value = undefined;
  }

  /** Discards the own change of a conflict. */
  takeTheirs() {
    const { stored, undo } = this.conflict.value as OpenConflict;
    this.closeConflict();
    if (undo) return this.edit.moveTo(stored);
    this.edit.moveTo(stored, true);
    this.edit.discard();
  }

  /** Closes the conflict panel, because the typed value is the stored value. */
  settleConflict() {
    const { stored } = this.conflict.value as OpenConflict;
    this.closeConflict();
    this.edit.moveTo(stored);
    this.result.value = { kind: "settled" };
  }

  get subject(): Subject {
    return this.edit.stored.value.subject;
  }

  /** Runs one action at a time: a second click has no effect. */
  private async run(step: Step, work: (controller: AbortController) => Promise<void>) {
    if (this.busy.value) return;
    this.step.value = step;
    this.failure.value = undefined;
    this.controller = new AbortController();
    try {
      await work(this.controller);
    } finally {
      this.controller = undefined;
      this.step.value = IDLE;
    }
  }

  /**
   * Without `sent`, applies an undo and keeps the edit. Before each retry, the user is read and compared again, because
   * someone else may have changed the same keys during the wait.
   */
  private async apply(
    plan: Plan,
    controller: AbortController,
    again: () => Promise<void>,
    choices?: Choices,
    sent?: Snapshot,
  ) {
    const { signal } = controller;
    const tracked = new Tracked();
    const comparing: CallOptions = {
      signal,
      onRetry: (event) => {
        this.step.value = waiting(event);
      },
      onRequest: () => {
        this.step.value = { at: "comparing" };
      },
    };
    const onSend = (attempt: Attempt): CallOptions => {
      // The user was read, and the earlier request has not taken effect.
      tracked.compared();
      if (this.unknown) this.unknown.settled = true;
      return {
        signal,
        onRequest: () => {
          tracked.sending(attempt);
          this.step.value = { at: "sending" };
        },
      };
    };
    for (let attempts = 1; ; attempts += 1) {
      try {
        const outcome = await apply(plan, {
          ...comparing,
          ...(choices && { choices }),
          earlier: this.unknown?.attempt,
          onSend,
        });
        this.accept(outcome, plan, sent);
        return;
      } catch (error) {
        const wasSent = tracked.failed(error);
        if (wasSent && tracked.isUnknown)
          this.unknown = {
            attempt: tracked.attempt as Attempt,
            sent,
            settled: false,
            how: signal.aborted ? "canceled" : "lost",
          };
        const delay = wasSent && attempts < MAX_ATTEMPTS ? retryDelay(error, attempts) : undefined;
        if (delay !== undefined && !signal.aborted) {
          this.step.value = waiting({ reason: error as Error, delay });
          if (await slept(delay, signal)) continue;
        }
        await this.failed(error, signal.aborted, tracked, again, sent);
        return;
      }
    }
  }

  private accept(outcome: Outcome, plan: Plan, sent: Snapshot | undefined) {
    const earlier = this.unknown;
    const displayedConflict = this.conflict.value;
    if (outcome.arrived || outcome.kind !== "conflict") this.unknown = undefined;
    else if (earlier) earlier.settled = true;
    if (outcome.kind === "conflict") {
      if (outcome.arrived && earlier) this.finish(outcome.arrived.stored, earlier.sent, outcome.arrived);
      const cause = displayedConflict && !sameMetadata(displayedConflict.stored, outcome.stored) ? "again" : "apply";
      this.conflict.value = { stored: outcome.stored, undo: sent ? undefined : plan, cause };
      return;
    }
    if (outcome.kind === "done") this.finish(outcome.done.stored, sent, outcome.done);
    else this.finish(outcome.stored, sent);
    this.result.value =
      outcome.kind === "done"
        ? { kind: "done", done: outcome.done, checkReason: outcome.done === outcome.arrived ? earlier?.how : undefined }
        : { kind: "already", fields: FIELDS.filter((field) => plan.bases[field]) };
  }

  private finish(stored: Stored, sent: Snapshot | undefined, done?: Done) {
    this.conflict.value = undefined;
    if (sent) this.edit.applied(stored, sent);
    else if (done) this.edit.movedBy(done);
    else this.edit.moveTo(stored);
  }

  /** Finishes a request with an unknown result, if the user that was just read contains its change. */
  private found(done: Done | undefined): boolean {
    if (!done || !this.unknown) return false;
    const { sent, how } = this.unknown;
    this.unknown = undefined;
    this.finish(done.stored, sent, done);
    this.result.value = { kind: "done", done, checkReason: how };
    return true;
  }

  /** If the change may be stored, reads the user to check. */
  private async failed(
    error: unknown,
    canceled: boolean,
    tracked: Tracked,
    again: () => Promise<void>,
    sent: Snapshot | undefined,
  ) {
    let state: ChangeState =
      this.unknown && !this.unknown.settled ? "unknown" : tracked.isSent ? "rejected" : "not sent";
    if (this.unknown && tracked.isUnknown) {
      this.step.value = { at: "checking" };
      this.controller = new AbortController();
      try {
        if (this.found(await checkStored(this.unknown.attempt, { signal: this.controller.signal }))) return;
        // The request may still be in progress: the next comparison checks again.
        state = "not yet stored";
      } catch {
        // The state stays unknown.
      }
    }
    const open = state === "unknown" || state === "not yet stored";
    if (!canceled) {
      const why = explain(error, state, this.subject.kind);
      this.failure.value = { why: { ...why, again: why.again || open }, again };
    } else if (open || !sent) {
      // An undo has no other button to retry it.
      const text = state === "not sent" ? "Nothing was sent." : stateText(state, this.subject.kind);
      this.failure.value = { why: { title: "Canceled", text, again: true }, again };
    } else
      this.result.value = {
        kind: "canceled",
        text: state === "not sent" ? "Nothing was sent." : stateText(state, this.subject.kind),
      };
  }
}

/** Tracks whether the requests of a change were sent and rejected. */
class Tracked {
  attempt: Attempt | undefined;
  /** Whether a request was sent without a conclusive response, and the user was not read since. */
  isUnknown = false;
  isSent = false;
  private inFlight = false;

  compared() {
    this.isUnknown = false;
  }

  sending(attempt: Attempt) {
    this.attempt = attempt;
    // Without a network, the request fails before it is sent.
    this.inFlight = mode.value === "sandbox" || navigator.onLine;
    this.isSent ||= this.inFlight;
  }

  /** Returns whether the failed request was the change, not a read. */
  failed(error: unknown): boolean {
    const wasSent = this.inFlight;
    if (wasSent && !isRejection(error)) this.isUnknown = true;
    this.inFlight = false;
    return wasSent;
  }
}

/** The maximum number of times that a change is sent. */
const MAX_ATTEMPTS = 3;

/** The delay before a retry in milliseconds: `Retry-After`, or 0.5 to 1 seconds, then 1 to 2. */
function retryDelay(error: unknown, attempts: number): number | undefined {
  if (!isTransient(error)) return undefined;
  const asked = isClerkAPIResponseError(error) ? (error.retryAfter ?? 0) * 1000 : 0;
  return Math.max(asked, 500 * 2 ** (attempts - 1) * (1 + Math.random()));
}

/** Waits. Resolves to `false` if it was canceled. */
const slept = (delay: number, signal: AbortSignal) =>
  new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(true), delay);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
  });

const waiting = ({ reason, delay }: { reason: Error; delay: number }): Step => ({
  at: "waiting",
  reason: messageOf(reason),
  until: Date.now() + delay,
});

const sameMetadata = (first: Stored, second: Stored) =>
  FIELDS.every((field) => equal(first.metadata[field], second.metadata[field]));

const conflicting = (plan: Plan, { metadata }: Stored) =>
  compareWithStored(plan, metadata).some(({ by }) => by === "both");
