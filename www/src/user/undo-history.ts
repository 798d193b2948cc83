// The undo history. A step is what a person considers one edit: all typing in one input, one removal, one rename.

export interface Step<Change> {
  change: Change;
  /** Consecutive changes of the same group are one step. */
  group: string | undefined;
}

export class UndoHistory<Change> {
  private done: Step<Change>[] = [];
  private undone: Step<Change>[] = [];
  private open = false;

  /** `join` combines two consecutive changes into one. */
  constructor(private readonly join: (first: Change, second: Change) => Change) {}

  record(change: Change, group?: string) {
    const last = this.done.at(-1);
    this.undone = [];
    if (this.open && last && group !== undefined && last.group === group) last.change = this.join(last.change, change);
    else this.done.push({ change, group });
    this.open = true;
  }

  /** The next change starts a new step. */
  close() {
    this.open = false;
  }

  /** Joins the last steps whose group starts with `prefix` into one. */
  joinGroups(prefix: string) {
    const first = this.done.findLastIndex(({ group }) => !group?.startsWith(prefix)) + 1;
    const steps = this.done.splice(first);
    const last = steps.pop();
    if (last === undefined) return;
    this.done.push({
      change: steps.reduceRight((second, { change }) => this.join(change, second), last.change),
      group: undefined,
    });
    this.open = false;
  }

  get lastGroup(): string | undefined {
    return this.done.at(-1)?.group;
  }

  /** Removes the last step. It cannot be redone. */
  drop(): Change | undefined {
    this.open = false;
    return this.done.pop()?.change;
  }

  undo(): Change | undefined {
    return this.move(this.done, this.undone);
  }

  redo(): Change | undefined {
    return this.move(this.undone, this.done);
  }

  /** The number of steps that can be undone. */
  get length(): number {
    return this.done.length;
  }

  /** Removes the first `count` steps. */
  forget(count = this.done.length) {
    this.done.splice(0, count);
    this.undone = [];
    this.open = false;
  }

  private move(from: Step<Change>[], to: Step<Change>[]): Change | undefined {
    const step = from.pop();
    if (step === undefined) return undefined;
    to.push(step);
    this.open = false;
    return step.change;
  }
}
