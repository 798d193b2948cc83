// Applying the edit of a user, step by step: what the person sees, and what may be done next.
//
//   ready -> comparing -> sending <-> waiting -> applied
//                 |           |          |
//                 |           +-- failed or canceled --> checking (was it done?) -> applied or failed
//                 +-> conflict (choices) -> comparing
import { computed, signal } from "@preact/signals";
import { isClerkAPIResponseError } from "clerk-metadata";
import { type CallOptions, getUser, type StoredUser } from "../api.js";
import { CHANGE_STATES, type ChangeState, explain, type Explained, isRejection, mayPass } from "../errors.js";
import { FIELDS, type Field } from "../fields.js";
import { equal } from "../json/equal.js";
import { mode } from "../mode.js";
import {
  apply,
  arrivedIn,
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

/** Why the user had to be read to find out whether a change was done. */
export type FoundOut = "lost" | "canceled";

/** What came of the last thing that was done. */
export type Result =
  | { kind: "done"; done: Done; foundOut: FoundOut | undefined }
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
  /** What has found it: an apply, an apply out of this panel, or a reload. */
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
  /** A request that was sent and may have been done. */
  private unknown:
    | {
        attempt: Attempt;
        sent: Snapshot | undefined;
        how: FoundOut;
        /** Whether the user was read for a later attempt, and it was not done then. */
        settled: boolean;
      }
    | undefined;

  constructor(private readonly edit: UserEdit) {
    // Who comes back to a user can still take back what was done last.
    const last = lastOf(edit.stored.value);
    if (last) this.result.value = { kind: "done", done: last, foundOut: undefined };
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

  /**
   * Without `sent` it is not the edit that is applied, which is kept. A request that fails is sent again only after
   * the user was read and compared again, as someone else may have changed the same keys during the wait.
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
      // The user was read, and an earlier request has not been done.
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
    const shown = this.conflict.value;
    if (outcome.arrived || outcome.kind !== "conflict") this.unknown = undefined;
    else if (earlier) earlier.settled = true;
    if (outcome.kind === "conflict") {
      if (outcome.arrived && earlier) this.finish(outcome.arrived.stored, earlier.sent, outcome.arrived);
      const cause = shown && !sameMetadata(shown.stored, outcome.stored) ? "again" : "apply";
      this.conflict.value = { stored: outcome.stored, undo: sent ? undefined : plan, cause };
      return;
    }
    if (outcome.kind === "done") this.finish(outcome.done.stored, sent, outcome.done);
    else this.finish(outcome.stored, sent);
    this.result.value =
      outcome.kind === "done"
        ? { kind: "done", done: outcome.done, foundOut: outcome.done === outcome.arrived ? earlier?.how : undefined }
        : { kind: "already", fields: FIELDS.filter((field) => plan.bases[field]) };
  }

  private finish(stored: StoredUser, sent: Snapshot | undefined, done?: Done) {
    this.conflict.value = undefined;
    if (sent) this.edit.applied(stored, sent);
    else if (done) this.edit.movedBy(done);
    else this.edit.moveTo(stored);
  }

  /** Whether the user, as just read, has what a request was to do of which that was not known. */
  private found(done: Done | undefined): boolean {
    if (!done || !this.unknown) return false;
    const { sent, how } = this.unknown;
    this.unknown = undefined;
    this.finish(done.stored, sent, done);
    this.result.value = { kind: "done", done, foundOut: how };
    return true;
  }

  /** Where the change may have been done, the user is read to find out. */
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
        if (this.found(await findOut(this.unknown.attempt, { signal: this.controller.signal }))) return;
        // It may still be on its way: the next comparison looks for it again.
        state = "not yet stored";
      } catch {
        // It stays unknown.
      }
    }
    const open = state === "unknown" || state === "not yet stored";
    if (!canceled) {
      const why = explain(error, state);
      this.failure.value = { why: { ...why, again: why.again || open }, again };
    } else if (open || !sent) {
      // What is not the edit has no other button to do it again.
      const text = state === "not sent" ? "Nothing was sent." : CHANGE_STATES[state];
      this.failure.value = { why: { title: "Canceled", text, again: true }, again };
    } else
      this.result.value = { kind: "canceled", text: state === "not sent" ? "Nothing was sent." : CHANGE_STATES[state] };
  }
}

/** What became of the requests of a change. */
class Tracked {
  attempt: Attempt | undefined;
  /** Whether one was sent and its response is missing or says nothing, and the user was not read since. */
  isUnknown = false;
  isSent = false;
  private inFlight = false;

  compared() {
    this.isUnknown = false;
  }

  sending(attempt: Attempt) {
    this.attempt = attempt;
    // Without a network it fails before it is sent.
    this.inFlight = mode.value === "sandbox" || navigator.onLine;
    this.isSent ||= this.inFlight;
  }

  /** Whether it was the change that failed. */
  failed(error: unknown): boolean {
    const wasSent = this.inFlight;
    if (wasSent && !isRejection(error)) this.isUnknown = true;
    this.inFlight = false;
    return wasSent;
  }
}

/** How often a change is sent. */
const MAX_ATTEMPTS = 3;

/** In milliseconds, before the next attempt: what the service asks for, or 0.5 to 1 seconds, then 1 to 2. */
function retryDelay(error: unknown, attempts: number): number | undefined {
  if (!mayPass(error)) return undefined;
  const asked = isClerkAPIResponseError(error) ? (error.retryAfter ?? 0) * 1000 : 0;
  return Math.max(asked, 500 * 2 ** (attempts - 1) * (1 + Math.random()));
}

/** Waits. Gives whether it was not canceled. */
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
  reason: reason.message,
  until: Date.now() + delay,
});

const sameMetadata = (first: StoredUser, second: StoredUser) =>
  FIELDS.every((field) => equal(first.metadata[field], second.metadata[field]));

const conflicting = (plan: Plan, { metadata }: StoredUser) =>
  compareWithStored(plan, metadata).some(({ by }) => by === "both");
