// From the import to the first resolved call, in a fresh process of Node.js each time.
import { measured } from "../child/process.mjs";

export default {
  subjects: ["ours", "official", "fetch"],
  often: 3,
  rows: [{ name: "cold start, Node.js", unit: "ms", better: "less", must: 0.3, aim: 0.2 }],
  measure: (subject) => measured("cold-start.mjs", subject),
};
