// Applying the edit of a user, step by step: what the person sees, and what may be done next.
//
//   ready -> comparing -> sending <-> waiting -> applied
//                 |           |          |
//                 |           +-- failed or canceled --> checking (was it done?) -> applied or failed
//                 +-> conflict (choices) -> comparing
import { computed, signal } from "@preact/signals";
import type { RetryEvent } from "clerk-metadata";
import { type CallOptions, getUser, type StoredUser } from "../api.js";
import { CHANGE_STATES, type ChangeState, explain, type Explained, isRejection } from "../errors.js";
import { FIELDS, type Field } from "../fields.js";
import { mode } from "../mode.js";
import {
  apply,
  type Attempt,
  type Choices,
  compareWithStored,
  type Done,
  findOut,
  lastOf,
  type Outcome,
  type Plan,
  undoOf,
} from "./apply.js";
import type { Snapshot, UserEdit } from "./edit.js";

/** What is being done. */
export type Step =
  | { at: "idle" }
  | { at: "reloading" }
  /** The user is read, to compare. */
  | { at: "comparing" }
  | { at: "sending" }
  /** Before another attempt. */
  | { at: "waiting"; reason: string; until: number }
  /** The user is read, to find out whether a change was done. */
  | { at: "checking" };

/** What came of the last thing that was done. */
export type Result =
  | { kind: "done"; done: Done; foundOut: boolean }
  | { kind: "already"; fields: readonly Field[] }
  | { kind: "settled" }
  | { kind: "canceled"; text: string }
  | { kind: "reloaded"; edited: boolean };

export interface Failure {
  why: Explained;
  again: () => Promise<void>;
}

/** Someone else has changed the same keys. */
export interface OpenConflict {
  stored: StoredUser;
  /** The undo that met it; `undefined` where it is the edit itself, which goes on. */
  undo: Plan | undefined;
}

const IDLE: Step = { at: "idle" };

export class ApplyFlow {
  readonly step = signal<Step>(IDLE);
  readonly failure = signal<Failure | undefined>(undefined);
  readonly conflict = signal<OpenConflict | undefined>(undefined);
  readonly result = signal<Result | undefined>(undefined);
  readonly busy = computed(() => this.step.value.at !== "idle");

  private controller: AbortController | undefined;
  /** A request that was sent and may have been done. */
  private unknown: { attempt: Attempt; sent: Snapshot | undefined } | undefined;

  constructor(private readonly edit: UserEdit) {
    // Who comes back to a user can still take back what was done last.
    const last = lastOf(edit.stored.value);
    if (last) this.result.value = { kind: "done", done: last, foundOut: false };
  }

  /** Applies what is typed. */
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
      this.apply(await undoOf(done), controller, () => this.undo(done)),
    );
  }

  /** Applies with what was chosen in the conflict panel. */
  async resolve(choices: Choices): Promise<void> {
    const undo = this.conflict.value?.undo;
    if (!undo) return this.start(choices);
    await this.run({ at: "comparing" }, (controller) =>
      this.apply(undo, controller, () => this.resolve(choices), choices),
    );
  }

  /** Reads the user again. What is typed is kept. */
  async reload(): Promise<void> {
    const { userId } = this;
    await this.run({ at: "reloading" }, async ({ signal }) => {
      try {
        const stored = await getUser(userId, { signal });
        await this.edit.settled();
        const edited = this.edit.changed.value.length > 0;
        this.conflict.value = undefined;
        this.edit.moveTo(stored);
        if (this.edit.problem.value === undefined && conflicting(this.edit.plan, stored))
          this.conflict.value = { stored, undo: undefined };
        else this.result.value = { kind: "reloaded", edited };
      } catch (error) {
        if (signal.aborted) return;
        this.failure.value = { why: explain(error), again: () => this.reload() };
      }
    });
  }

  /** Ends what is being done. */
  cancel() {
    this.controller?.abort();
  }

  /** Back to editing. */
  closeConflict() {
    this.conflict.value = undefined;
    this.failure.value = undefined;
  }

  /** Gives up one's own change for what is stored. */
  takeTheirs() {
    const { stored, undo } = this.conflict.value as OpenConflict;
    this.closeConflict();
    if (undo) return this.edit.moveTo(stored);
    this.edit.moveTo(stored, true);
    this.edit.discard();
  }

  /** The conflict is gone, as what is typed is what the other one has stored. */
  settleConflict() {
    const { stored } = this.conflict.value as OpenConflict;
    this.closeConflict();
    this.edit.moveTo(stored);
    this.result.value = { kind: "settled" };
  }

  private get userId() {
    return this.edit.stored.value.user.id;
  }

  /** One thing at a time: a second click does nothing. */
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

  /** Without `sent` it is not the edit that is applied, which is kept. */
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
      tracked.attempt = attempt;
      return {
        signal,
        onRetry: (event) => {
          tracked.failed(event.reason);
          this.step.value = waiting(event);
        },
        onRequest: () => {
          tracked.sending();
          this.step.value = { at: "sending" };
        },
      };
    };
    try {
      const outcome = await apply(plan, {
        ...comparing,
        ...(choices && { choices }),
        earlier: this.unknown?.attempt,
        onSend,
      });
      if (outcome.arrived || outcome.kind !== "conflict") this.unknown = undefined;
      this.accept(outcome, plan, sent);
    } catch (error) {
      tracked.failed(error);
      if (tracked.isUnknown) this.unknown = { attempt: tracked.attempt as Attempt, sent };
      await this.failed(error, signal.aborted, tracked, again);
    }
  }

  private accept(outcome: Outcome, plan: Plan, sent: Snapshot | undefined) {
    if (outcome.kind === "conflict") {
      this.conflict.value = { stored: outcome.stored, undo: sent ? undefined : plan };
      return;
    }
    this.finish(outcome.kind === "done" ? outcome.done.stored : outcome.stored, sent);
    this.result.value =
      outcome.kind === "done"
        ? { kind: "done", done: outcome.done, foundOut: outcome.done === outcome.arrived }
        : { kind: "already", fields: FIELDS.filter((field) => plan.bases[field]) };
  }

  private finish(stored: StoredUser, sent: Snapshot | undefined) {
    this.conflict.value = undefined;
    if (sent) this.edit.applied(stored, sent);
    else this.edit.moveTo(stored);
  }

  /** Where the change may have been done, the user is read to find out. */
  private async failed(error: unknown, canceled: boolean, tracked: Tracked, again: () => Promise<void>) {
    let state: ChangeState = this.unknown ? "unknown" : tracked.isSent ? "rejected" : "not sent";
    if (this.unknown && tracked.isUnknown) {
      const { attempt, sent } = this.unknown;
      this.step.value = { at: "checking" };
      this.controller = new AbortController();
      try {
        const done = await findOut(attempt, { signal: this.controller.signal });
        if (done) {
          this.unknown = undefined;
          this.finish(done.stored, sent);
          this.result.value = { kind: "done", done, foundOut: true };
          return;
        }
        state = "not stored";
      } catch {
        // It stays unknown.
      }
    }
    if (!canceled) this.failure.value = { why: explain(error, state), again };
    else if (state === "unknown")
      this.failure.value = { why: { title: "Canceled", text: CHANGE_STATES.unknown, again: true }, again };
    else
      this.result.value = { kind: "canceled", text: state === "not sent" ? "Nothing was sent." : CHANGE_STATES[state] };
  }
}

/** What became of the requests of a change. */
class Tracked {
  attempt: Attempt | undefined;
  /** Whether one was sent and its response is missing or says nothing. */
  isUnknown = false;
  isSent = false;
  private inFlight = false;

  sending() {
    // Without a network it fails before it is sent.
    this.inFlight = mode.value === "sandbox" || navigator.onLine;
    this.isSent ||= this.inFlight;
  }

  failed(error: unknown) {
    if (this.inFlight && !isRejection(error)) this.isUnknown = true;
    this.inFlight = false;
  }
}

const waiting = ({ reason, delay }: RetryEvent): Step => ({
  at: "waiting",
  reason: reason.message,
  until: Date.now() + delay,
});

const conflicting = (plan: Plan, { metadata }: StoredUser) =>
  compareWithStored(plan, metadata).some(({ by }) => by === "both");
