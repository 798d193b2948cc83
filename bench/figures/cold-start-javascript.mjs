// From the import of `clerk-metadata/js` to the first resolved call, in a fresh process of Node.js each time.
import { measured } from "../child/process.mjs";

export default {
  subjects: ["javascript", "official"],
  often: 3,
  rows: [{ name: "cold start, Node.js, `clerk-metadata/js`", unit: "ms", better: "less", must: 0.75, aim: 0.5 }],
  measure: (subject) => measured("cold-start.mjs", subject),
};
