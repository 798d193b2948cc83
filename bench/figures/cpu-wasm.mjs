// The call of cpu.mjs with `clerk-metadata/wasm`, whose loop over the attempts is in Rust.
import { measureInTurns } from "../run-program.mjs";

export default {
  subjects: ["wasm", "official"],
  rows: [
    {
      name: "CPU per call, `clerk-metadata/wasm`, 3 keys, stubbed fetch",
      unit: "µs",
      better: "less",
      bound: 4,
      goal: 2.5,
    },
  ],
  measureTogether: (subjects) => measureInTurns(subjects, "calls.mjs", "small", 12_000, "cpu"),
};
