// The call of cpu.mjs with almost 8 KB of params, the maximum of a metadata field, in different shapes.
import { measureInTurns } from "../run-program.mjs";

/** The names of the calls in ../programs/calls-data.mjs. */
const SHAPES = {
  objects: "8 KB of params",
  strings: "8 KB of params as flat strings",
  lists: "8 KB of params as 160 objects with lists",
  nested: "8 KB of params, 20 levels",
  fields: "8 KB of params in each of three fields",
};

export default {
  subjects: ["ours", "official", "fetch"],
  rows: Object.values(SHAPES).map((name) => ({
    name: `CPU per call, ${name}, stubbed fetch`,
    unit: "µs",
    better: "less",
    bound: 1.05,
    goal: 1,
  })),
  async measureTogether(subjects) {
    const measured = Object.fromEntries(subjects.map((subject) => [subject, []]));
    for (const shape of Object.keys(SHAPES)) {
      const values = await measureInTurns(subjects, "calls.mjs", shape, 12_000, "cpu");
      for (const subject of subjects) measured[subject].push(values[subject]);
    }
    return measured;
  },
};
