// `getUserList` of 500 users of 2 KB, with a stub of `fetch`.
import { measureInTurns } from "../run-program.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  rows: [{ name: "CPU per `getUserList` of 500 users", unit: "µs", better: "less", bound: 1, goal: 0.8 }],
  measureTogether: (subjects) => measureInTurns(subjects, "list.mjs", 60),
};
