// readRows and checkRows: files in NDJSON and CSV, and what is wrong with them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRows, ClerkBulkError, planUsersMetadata, readRows, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";

const NDJSON = { format: "ndjson" };
const CSV = { format: "csv" };
const encode = (text) => new TextEncoder().encode(text);

async function rowsOf(source, options) {
  const rows = [];
  for await (const row of readRows(source, options)) rows.push(row);
  return rows;
}

/** The problems of a text, as `line:column path: reason`. */
async function problemsOf(source, options) {
  try {
    await checkRows(typeof source === "string" ? [source] : source, options);
  } catch (error) {
    assert.ok(error instanceof ClerkBulkError, error);
    assert.equal(error.code, "invalid_rows");
    for (const { line, column, reason } of error.problems)
      assert.ok(error.message.includes(`line ${line}, column ${column}: `) && error.message.includes(reason));
    assert.ok(error.count >= error.problems.length && error.problems.length <= 20);
    return error.problems.map(({ line, column, path, reason }) => `${line}:${column} ${path}: ${reason}`);
  }
  assert.fail("the input has no problem");
}

/** Asserts that each text has problems that begin so. */
async function assertProblems(cases, options) {
  for (const [text, ...expected] of cases) {
    const problems = await problemsOf(text, options);
    assert.equal(problems.length, expected.length, `${text}\n${problems.join("\n")}`);
    for (const [index, start] of expected.entries())
      assert.ok(problems[index].startsWith(start), `${JSON.stringify(text)}\n${problems[index]}\n${start}`);
  }
}

test("NDJSON is read in chunks that end anywhere, with its digits", async () => {
  const lines = [
    '{"id":"user_é","publicMetadata":{"n":12345678901234567890}}',
    "",
    '  {"externalId":"7", "private_metadata":{}}',
    '{"organizationId":"org_1","userId":"user_1","publicMetadata":{"a":1.50}}',
  ];
  const bytes = encode(`\ufeff${lines.join("\r\n")}`);
  for (const size of [1, 3, 1_000]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    assert.deepEqual(await checkRows(chunks, NDJSON), { rows: 3 });
    const rows = await rowsOf(chunks, NDJSON);
    assert.deepEqual(
      rows.map(({ line, json, source, header, errorHeader }) => [line, json, source === json, header, errorHeader]),
      [1, 3, 4].map((line) => [line, lines[line - 1], true, "", ""]),
    );
  }
  const stream = new Blob([bytes]).stream();
  assert.equal((await rowsOf(stream, NDJSON)).length, 3);
});

test("CSV becomes nested values", async () => {
  const text = [
    'id,publicMetadata.plan.name,publicMetadata.plan.seats,"privateMetadata[""a.b""]",_error',
    'user_1,"pro, ""new""\nline",5,,old',
    "",
    "user_2,,,x,",
    "user_3,,,,",
  ].join("\r\n");
  const rows = await rowsOf([text], CSV);
  assert.deepEqual(
    rows.map(({ line, json }) => [line, JSON.parse(json)]),
    [
      [
        2,
        {
          id: "user_1",
          publicMetadata: { plan: { name: 'pro, "new"\nline', seats: "5" } },
          privateMetadata: {},
        },
      ],
      [5, { id: "user_2", publicMetadata: {}, privateMetadata: { "a.b": "x" } }],
      [6, { id: "user_3", publicMetadata: {}, privateMetadata: {} }],
    ],
  );
  const [row] = await rowsOf(["id,publicMetadata.n,publicMetadata.old\nuser_1,12345678901234567890,null"], {
    ...CSV,
    csvTypes: "json",
  });
  assert.equal(row.json, '{"id":"user_1","publicMetadata":{"n":12345678901234567890,"old":null}}');
});

test("a failed row is written in the format of its file, and can be read again", async () => {
  const csv = 'id,publicMetadata.a\nuser_1,"x\ny"\nuser_2,z\n';
  const [first, second] = await rowsOf([csv], CSV);
  assert.deepEqual([first.header, first.errorHeader], ["id,publicMetadata.a\n", "id,publicMetadata.a,_error\n"]);
  const failed = first.errorHeader + first.withError('no "user"') + second.withError("late");
  assert.equal(failed, 'id,publicMetadata.a,_error\nuser_1,"x\ny","no ""user"""\nuser_2,z,"late"\n');
  const [again] = await rowsOf([failed], CSV);
  assert.equal(again.json, first.json);
  assert.equal(again.errorHeader + again.withError("x"), 'id,publicMetadata.a,_error\nuser_1,"x\ny","x"\n');

  const [row] = await rowsOf(['{"id":"user_1","publicMetadata":{"n":1.50},"_error":"old"}'], NDJSON);
  assert.equal(row.withError('"new"'), '{"id":"user_1","publicMetadata":{"n":1.50},"_error":"\\"new\\""}\n');
});

test("problems of NDJSON have a line, a column, a path and a reason", async () => {
  const good = '{"id":"user_0","publicMetadata":{}}\n';
  const big = `{"id":"user_1","publicMetadata":{"a":"${"x".repeat(8_200)}"}}`;
  await assertProblems(
    [
      ["", "1:1 : the input is empty"],
      [" \n\n", "1:1 : the input is empty"],
      [`${good}{"id":"user_1",\n`, "2:16 : the row is not valid JSON"],
      [`${good}{"id":"user_1","publicMetadata":{"a"`, "2:37 : the input ends in the middle of a row"],
      [`${good}[1]\n5\n`, "2:1 : a row must be an object", "3:1 : a row must be an object"],
      ['{"id":"user_1","publicMetdata":{}}', "1:17 publicMetdata: unknown field"],
      ['{"id":"user_1","publicMetadata":null}', "1:17 publicMetadata: must be an object"],
      ['{"id":"user_1"}', "1:1 : a row must have at least one of"],
      ['{"publicMetadata":{}}', "1:1 id: a row must have an id"],
      ['{"id":"a/b","publicMetadata":{}}', "1:3 id: must not contain /"],
      ['{"id":"é","id":"user_2","publicMetadata":{}}', "1:12 id: the key is there twice"],
      ['{"id":"user_1","publicMetadata":{},"publicMetadata":{"a":1}}', "1:37 publicMetadata: the key is there twice"],
      ['{"id":"user_1","publicMetadata":{},"public_metadata":{}}', "1:37 public_metadata: the field is there twice"],
      ['{"id":"user_1","organizationId":"org_1","publicMetadata":{}}', "1:3 id: names a user"],
      ['{"userId":"user_1","publicMetadata":{}}', "1:3 userId: is for memberships"],
      ['{"organizationId":"org_1","unsafeMetadata":{}}', "1:28 unsafeMetadata: organizations and memberships have no"],
      [`${good}${big}`, "2:17 publicMetadata: has 8208 bytes of JSON; a field is limited to 8192"],
      [`${good}\n${good}`, "3:1 id: user_0 is in an earlier row too"],
      ['{"id":"user_1","publicMetadata":{"a":"\\u0000', "1:45 : the input ends in the middle of a row"],
      [`${good}${"x".repeat(1_100_000)}\n${good.replace("0", "1")}`, "2:1 : the row has more than 1 MB"],
    ],
    NDJSON,
  );
  const escaped = `{"id":"user_1","publicMetadata":{"a":"${"\\u00e9".repeat(4_000)}"}}`;
  assert.deepEqual(await checkRows([escaped], NDJSON), { rows: 1 });
  assert.deepEqual(await checkRows([good, good], { ...NDJSON, duplicates: "in-order" }), { rows: 2 });
});

test("problems of the encoding", async () => {
  const utf16 = Uint8Array.from([...'{"id":"user_1"}'].flatMap((char) => [char.charCodeAt(0), 0]));
  for (const options of [NDJSON, CSV]) {
    for (const bytes of [utf16, Uint8Array.of(0xff, 0xfe, ...utf16), Uint8Array.of(0xfe, 0xff, 0, 0x7b)])
      assert.deepEqual(await problemsOf([bytes], options), [
        "1:1 : the input is UTF-16 or not text. Save it as UTF-8.",
      ]);
  }
  const invalid = [encode('{"id":"é'), Uint8Array.of(0xe9), encode('","publicMetadata":{}}')];
  assert.deepEqual(await problemsOf(invalid, NDJSON), ["1:9 : the input is not valid UTF-8 here. Save it as UTF-8."]);
  const latin1 = [encode("id,publicMetadata.a\nuser_1,caf"), Uint8Array.of(0xe9), encode("\nuser_2,\0\n")];
  assert.deepEqual(await problemsOf(latin1, CSV), [
    "2:11 : the input is not valid UTF-8 here. Save it as UTF-8.",
    "3:8 : a NUL character. The input must be text in UTF-8.",
  ]);
});

test("problems of CSV have a line, a column, a path and a reason", async () => {
  await assertProblems(
    [
      ["", "1:1 : the input is empty"],
      ["id,publicMetadata.a\n", "1:1 : the input is empty"],
      ["id,publicMetadata.a\nuser_1\nuser_2,x,y\n", "2:1 : the row has 1 cell, but", "3:10 : the row has 3 cells, but"],
      ["id,publicMetadata.a\nuser_1,x\nuser_2", "3:1 : the input ends in the middle of a row"],
      ['id,publicMetadata.a\nuser_1,"x\nuser_2,y\n', "2:8 : the quote that begins here is not closed"],
      ['id,publicMetadata.a\nuser_1,"x"y\nuser_2,x"y\n', "2:11 : text after the closing", "3:9 : a quote inside of"],
      ["id,publicMetadata.a\nuser_1,x\ruser_2,y\n", "2:9 : a carriage return without"],
      ["id,publicMetadata.a\ruser_1,x\r", "1:20 : a carriage return without"],
      ["id,publicMetdata.a\nuser_1,x\n", "1:4 publicMetdata.a: unknown column"],
      ["id,publicMetadata.a,public_metadata.a\nuser_1,x,y\n", "1:21 public_metadata.a: names the field that"],
      ["id,publicMetadata.a,publicMetadata.a\nuser_1,x,y\n", "1:21 publicMetadata.a: the column is there twice"],
      [
        "id,publicMetadata.a,publicMetadata.a.b\nuser_1,x,y\n",
        "1:21 publicMetadata.a.b: is inside of the column publicMetadata.a.",
      ],
      ["user_1,pro\nuser_2,pro\n", "1:1 user_1: unknown column", "1:8 pro: unknown column"],
      ["publicMetadata.a\nx\n", "1:1 : the first line must name the columns"],
      ["publicMetadata.a,id\nx,a/b\n", "2:3 id: must not contain /"],
      ["publicMetadata.a,id\nx,\n", "2:3 id: a row must have an id"],
      ["publicMetadata.a,id\nx,user_1\ny,user_1\n", "3:3 id: user_1 is in an earlier row too"],
      ["unsafeMetadata.a,organizationId\nx,org_1\n", "2:1 unsafeMetadata: organizations and memberships have no"],
      [`id,publicMetadata.a\nuser_1,${"x".repeat(9_000)}\n`, "2:8 publicMetadata: has 9008 bytes of JSON"],
      [`id,publicMetadata.a\n"${"x\n".repeat(600_000)}`, "2:1 : the quote that begins here is not closed"],
    ],
    CSV,
  );
  await assertProblems(
    [
      ["id,publicMetadata.a\nuser_1,pro\n", "2:8 publicMetadata.a: the cell is not valid JSON"],
      ["id,publicMetadata\nuser_1,5\n", "2:8 publicMetadata: must be an object"],
    ],
    { ...CSV, csvTypes: "json" },
  );
  assert.deepEqual(await checkRows(["id\nuser_1\n"], { ...CSV, requireMetadata: false }), { rows: 1 });
});

test("500,000 bad rows are counted, and the first 20 are reported", async () => {
  function* bad() {
    for (let part = 0; part < 500; part++) yield '{"id":"user_1","publicMetdata":{}}\n'.repeat(1_000);
  }
  await assert.rejects(checkRows(bad(), NDJSON), ({ count, problems, message }) => {
    assert.deepEqual([count, problems.length, problems[19].line], [500_000, 20, 20]);
    return message.endsWith("\n… and 499980 more");
  });
});

test("rows of a file are sent, and their errors name the line", async (t) => {
  const { backend, clerk } = await serve(t, { users: [{ id: "user_1" }, { id: "user_2" }] });
  const text = "id,publicMetadata.plan\n\nuser_1,pro\nuser_2,pro\nuser_none,pro\n";
  const plan = [];
  for await (const { row, status } of planUsersMetadata(clerk, readRows([text], CSV), { limiter: false }))
    plan.push([row.line, status]);
  assert.deepEqual(plan.sort(), [
    [3, "change"],
    [4, "change"],
    [5, "missing"],
  ]);
  const failed = [];
  for await (const { row, status, error } of updateUsersMetadata(clerk, readRows([text], CSV), { limiter: false }))
    if (status === "missing") failed.push(row.withError("no such user"), error);
  assert.deepEqual(failed, ['user_none,pro,"no such user"\n', undefined]);
  assert.deepEqual(backend.users.get("user_2").public_metadata, { plan: "pro" });

  const keys = { mode: "desired", keys: ["publicMetadata.other"] };
  for await (const { row, error } of planUsersMetadata(clerk, readRows([text], CSV), { limiter: false, ...keys })) {
    if (row.line === 5) continue;
    assert.match(error.message, new RegExp(`^line ${row.line}: publicMetadata\\.plan: is not one of keys`));
    assert.equal(error.path, `rows[${row.line - 3}].publicMetadata.plan`);
  }
});

test("a file that has changed since the check stops the run, and invalid arguments are rejected at once", async (t) => {
  const { backend, clerk } = await serve(t, { users: [{ id: "user_1" }] });
  const text = '{"id":"user_1","publicMetadata":{"a":1}}\n{"id":';
  const run = updateUsersMetadata(clerk, readRows([text], NDJSON), { limiter: false });
  await assert.rejects(run.summary, { name: "ClerkBulkError", code: "invalid_rows", count: 1 });
  assert.deepEqual(
    backend.requests.filter(({ method }) => method === "PATCH"),
    [],
  );
  for (const [args, message] of [
    [["abc", NDJSON], /^readRows: the first argument must be a stream/],
    [[encode("abc"), NDJSON], /^readRows: the first argument must be a stream/],
    [[[], { format: "json" }], /^readRows: format must be "ndjson" or "csv"/],
    [[[], { ...CSV, types: "json" }], /^readRows: unknown option types\. The options are format, csvTypes,/],
    [[[], { ...CSV, csvTypes: "number" }], /csvTypes must be "text" or "json"/],
    [[[], { ...CSV, duplicates: "merge" }], /duplicates must be "reject" or "in-order"/],
    [[[], undefined], /options must be an object/],
  ]) {
    assert.throws(() => readRows(...args), { name: "TypeError", message });
  }
  await assert.rejects(checkRows([5], CSV), { name: "TypeError", message: /^checkRows: each chunk of the input/ });
});
