/** More keys are not counted. */
const MAX_KEYS = 1_000;

/** Counts how many patches set or remove each key, such as `publicMetadata.plan`. */
export function createKeyCounts() {
  /** @type {Record<string, number>} */
  const counts = Object.create(null);
  let paths = 0;
  return {
    counts,
    /** @param {string} patch The JSON text of an object with a field for each patch. */
    add(patch) {
      for (const [field, keys] of Object.entries(JSON.parse(patch)))
        for (const key of Object.keys(keys ?? {})) {
          const path = `${field}.${key}`;
          if (path in counts || ++paths <= MAX_KEYS) counts[path] = (counts[path] ?? 0) + 1;
        }
    },
  };
}
