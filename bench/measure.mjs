// Measures a figure in rounds. In each round every subject is measured once in its own process, so that other load on
// the machine affects all subjects. Every second round reverses the order.

const DEFAULT_ROUNDS = 9;

function summarize(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted.at(-1), values };
}

/**
 * Measures a figure and returns a result for each row. A figure has these properties:
 *
 * - `subjects`: the first is ours, the second is the one that ours is compared with, and the others are also shown
 * - `rows`: the values of a measurement, in order: `{ name, unit, better, bound, goal }`. With `absolute: true`, the
 *   bound and the goal apply to our value instead of the ratio. `baseline` names a subject whose value in the same
 *   round is subtracted from the others.
 * - `measure(subject, context)`: makes one measurement, and returns a number, or a list with one for each row
 * - `setUp(use)`: calls `use(context)`. Optional.
 * - `deterministic`: every round would give the same values, so there is only one
 * - `roundsFactor`: multiplies the number of rounds, for short and noisy measurements
 */
export async function measureFigure(
  { subjects, rows, measure, setUp = (use) => use(), deterministic = false, roundsFactor = 1 },
  { rounds = DEFAULT_ROUNDS } = {},
) {
  const values = rows.map(() => new Map(subjects.map((subject) => [subject, []])));
  await setUp(async (context) => {
    for (let round = 0; round < (deterministic ? 1 : rounds * roundsFactor); round++) {
      for (const subject of round % 2 ? subjects.toReversed() : subjects) {
        [await measure(subject, context)].flat().forEach((value, row) => values[row].get(subject).push(value));
      }
    }
  });
  return rows.map((row, index) => evaluate(row, subjects, values[index]));
}

function evaluate(row, subjects, values) {
  if (row.baseline) {
    const baseline = values.get(row.baseline);
    values = new Map(
      [...values]
        .filter(([subject]) => subject !== row.baseline)
        .map(([subject, list]) => [subject, list.map((value, round) => value - baseline[round])]),
    );
  }
  const measured = Object.fromEntries([...values].map(([subject, values]) => [subject, summarize(values)]));
  const [ours, other] = subjects;
  const ratio = measured[ours].median / measured[other].median;
  const compared = row.absolute ? measured[ours].median : ratio;
  const meets = (limit) => (row.better === "less" ? compared <= limit : compared >= limit);
  return {
    ...row,
    rounds: measured[ours].values.length,
    subjects: measured,
    ratio,
    met: { bound: meets(row.bound), goal: meets(row.goal) },
  };
}
