// Measures a figure in rounds. In each round every subject is measured once in its own process, one after the other or
// in turns, so that other load on the machine affects all subjects. Every second round reverses the order.

const DEFAULT_ROUNDS = 9;
/** The end of a round that takes so many seconds is reported, so that a long figure shows its progress. */
const LONG = 30;

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
 *   bound and the goal apply to our value instead of the ratio. With `interval: true`, they apply to the upper end of
 *   the 95% interval of the ratios of the rounds. `baseline` names a subject whose value in the same round is
 *   subtracted from the others.
 * - `measure(subject, context)`: makes one measurement, and returns a number, or a list with one for each row
 * - `measureTogether(subjects, context)`: instead of `measure`, one measurement of all subjects, in turns. Returns an
 *   object whose keys are the subjects
 * - `setUp(use)`: calls `use(context)`. Optional.
 * - `deterministic`: every round would give the same values, so there is only one
 * - `roundsFactor`: multiplies the number of rounds, for short and noisy measurements
 * - `maxRounds`: the number of rounds of a long measurement
 * - `slow`: omitted with `--quick`
 */
export async function measureFigure(
  {
    subjects,
    rows,
    measure,
    measureTogether = (order, context) => measureInOrder(measure, order, context),
    setUp = (use) => use(),
    deterministic = false,
    roundsFactor = 1,
    maxRounds = Infinity,
  },
  { rounds = DEFAULT_ROUNDS } = {},
) {
  const roundCount = deterministic ? 1 : Math.min(rounds * roundsFactor, maxRounds);
  const values = rows.map(() => new Map(subjects.map((subject) => [subject, []])));
  await setUp(async (context) => {
    for (let round = 0; round < roundCount; round++) {
      const start = performance.now();
      const measured = await measureTogether(round % 2 ? subjects.toReversed() : subjects, context);
      for (const subject of subjects)
        [measured[subject]].flat().forEach((value, row) => values[row].get(subject).push(value));
      const seconds = Math.round((performance.now() - start) / 1000);
      if (seconds >= LONG) console.error(`round ${round + 1} of ${roundCount}: ${seconds} s`);
    }
  });
  return rows.map((row, index) => evaluate(row, subjects, values[index]));
}

/** Measures the subjects one after the other. */
async function measureInOrder(measure, subjects, context) {
  const measured = {};
  for (const subject of subjects) measured[subject] = await measure(subject, context);
  return measured;
}

/** Two-sided 95% quantiles of Student's t distribution, by degrees of freedom; 1.96 beyond 30. */
const T_95 = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09, 2.09,
  2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04,
];

/** The 95% interval of the geometric mean of the ratios of each round. */
function ratioInterval(ours, others) {
  const logs = ours.map((value, round) => Math.log(value / others[round]));
  if (logs.length < 2) return [0, Infinity];
  const mean = logs.reduce((sum, log) => sum + log) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const margin = (T_95[logs.length - 2] ?? 1.96) * Math.sqrt(variance / logs.length);
  return [Math.exp(mean - margin), Math.exp(mean + margin)];
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
  const interval = row.interval ? ratioInterval(values.get(ours), values.get(other)) : undefined;
  const compared = row.absolute ? measured[ours].median : (interval?.[1] ?? ratio);
  const meets = (limit) => (row.better === "less" ? compared <= limit : compared >= limit);
  return {
    ...row,
    rounds: measured[ours].values.length,
    subjects: measured,
    ratio,
    ...(interval && { interval }),
    met: { bound: meets(row.bound), goal: meets(row.goal) },
  };
}
