// TEMPORARY: clerk-metadata/bulk with the functions for rows of files that branch `rows` adds.
export async function loadBulk() {
  const bulk = /** @type {any} */ (await import("clerk-metadata/bulk"));
  return bulk.readRows
    ? bulk
    : { ...bulk, checkRows, readRows, undoRows, planUsersMetadata: plan(bulk), updateUsersMetadata: update(bulk) };
}
const plan =
  (bulk) =>
  (clerk, rows, { keys, transform, schema, ...options }) => {
    const run = bulk.planUsersMetadata(clerk, texts(rows), options);
    return {
      async *[Symbol.asyncIterator]() {
        for await (const result of run) {
          if (result.status !== "change") yield result;
          else {
            const { id, expected, ...patch } = JSON.parse(result.change);
            yield {
              ...result,
              patch: JSON.stringify(patch),
              before: JSON.stringify(expected),
              after: JSON.stringify(patch),
            };
          }
        }
      },
      get summary() {
        return run.summary;
      },
    };
  };
const update =
  (bulk) =>
  (clerk, rows, { keys, transform, mode, onDrift, ...options }) =>
    bulk.updateUsersMetadata(
      clerk,
      (function* () {
        for (const row of rows) {
          const { expected, ...rest } = JSON.parse(row);
          yield JSON.stringify(onDrift === "force" ? rest : { ...rest, expected });
        }
      })(),
      options,
    );
async function* texts(rows) {
  for await (const row of rows) yield row.json ?? row;
}
async function* linesOf(source) {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop();
    yield* lines;
  }
  if (rest) yield rest;
}
async function* readRows(source, options) {
  let line = 0;
  const seen = new Map();
  for await (const source_ of linesOf(source)) {
    line++;
    if (source_.trim() === "") continue;
    let value;
    try {
      value = JSON.parse(source_);
    } catch (e) {
      throw invalid([{ line, column: 1, path: "", reason: e.message }]);
    }
    if (!value.id) throw invalid([{ line, column: 1, path: "id", reason: "is missing." }]);
    if (seen.has(value.id) && options.duplicates !== "in-order")
      throw invalid([{ line, column: 1, path: "id", reason: `is also the one of line ${seen.get(value.id)}.` }]);
    seen.set(value.id, line);
    const { _error, ...row } = value;
    yield {
      json: JSON.stringify(row),
      line,
      source: source_,
      header: "",
      errorHeader: "",
      withError: (message) => `${JSON.stringify({ ...row, _error: message })}\n`,
    };
  }
}
const invalid = (problems) =>
  Object.assign(new Error("invalid"), { code: "invalid_rows", problems, count: problems.length });
async function checkRows(source, options) {
  let rows = 0;
  for await (const _ of readRows(source, options)) rows++;
  if (rows === 0) throw invalid([{ line: 1, column: 1, path: "", reason: "has no rows." }]);
  return { rows };
}
async function* undoRows({ lines }) {
  for (const line of [...lines].reverse()) {
    const value = JSON.parse(line);
    if (value.before !== undefined) yield JSON.stringify({ id: value.id, ...value.image });
  }
}
