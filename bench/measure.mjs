// Rounds: in each, every subject of a figure is measured once, in a process of its own; so what the
// machine does meanwhile meets all of them. Every second round takes them from the other end.

const DEFAULT_ROUNDS = 9;

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1), values };
}

/**
 * Runs a figure, which is
 *
 * - `subjects`: the first is ours, the second is what the ratio is to, the others stand beside
 * - `rows`: what a measurement gives, in order: `{ name, unit, better, must, aim }`; `limit: true`
 *   where must and aim are for our value itself and not for the ratio; `beyond` names a subject whose
 *   value of the same round is taken off the others
 * - `measure(subject, context)`: one measurement, a number or one for each row
 * - `around(use)`: calls `use` with what the measurements need; optional
 * - `exact`: where every round would give the same; `often`: how many rounds it takes for each one,
 *   where one is short and noisy
 *
 * Gives a result for each row.
 */
export async function run(
  { subjects, rows, measure, around = (use) => use(), exact = false, often = 1 },
  { rounds = DEFAULT_ROUNDS } = {},
) {
  const values = rows.map(() => new Map(subjects.map((subject) => [subject, []])));
  await around(async (context) => {
    for (let round = 0; round < (exact ? 1 : rounds * often); round++) {
      for (const subject of round % 2 ? subjects.toReversed() : subjects) {
        [await measure(subject, context)].flat().forEach((value, row) => values[row].get(subject).push(value));
      }
    }
  });
  return rows.map((row, index) => judge(row, subjects, values[index]));
}

function judge(row, subjects, values) {
  if (row.beyond) {
    const base = values.get(row.beyond);
    values = new Map(
      [...values]
        .filter(([subject]) => subject !== row.beyond)
        .map(([subject, list]) => [subject, list.map((value, round) => value - base[round])]),
    );
  }
  const measured = Object.fromEntries([...values].map(([subject, values]) => [subject, summary(values)]));
  const [ours, other] = subjects;
  const ratio = measured[ours].median / measured[other].median;
  const judged = row.limit ? measured[ours].median : ratio;
  const holds = (bound) => (row.better === "less" ? judged <= bound : judged >= bound);
  return {
    ...row,
    rounds: measured[ours].values.length,
    subjects: measured,
    ratio,
    holds: { must: holds(row.must), aim: holds(row.aim) },
  };
}
