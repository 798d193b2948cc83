import { connectionOptions } from "../../environment.js";
import { secretKeyProblem } from "../../local/secret-key.js";
import { backendOf } from "../admin/backend.js";
import { widthOf } from "../text.js";
import { redactKeys, UsageError } from "../usage-error.js";
import { FACTS } from "../verify/facts.js";
import { createReportFile } from "../verify/report-file.js";
import { allHold, createReport, factCount, listJson, listText, resultText } from "../verify/report.js";
import { verify } from "../verify/verification.js";
import { packageVersion } from "../version.js";

/** @import { Fact } from "../verify/types.js" */

/** @type {import("../types.js").Command} */
export default {
  summary: "Check what this package assumes of the Backend API",
  description: [
    "Creates three throwaway users and an organization in a test instance, checks how the Backend API merges, limits, lists and rejects, and removes them, also after Ctrl-C or a failure. It changes nothing else.",
    "The report contains no key and no data of your users, so you can attach it to an issue. The exit code is 0 if all checked facts hold, 1 if one differs or could not be checked, and 2 after a usage error. Production keys are rejected.",
  ],
  options: {
    "api-url": {
      type: "url",
      env: "CLERK_API_URL",
      default: "https://api.clerk.com",
      description: "URL of the Backend API.",
    },
    only: {
      type: "choice",
      choices: FACTS.map(({ id }) => id),
      multiple: true,
      placeholder: "ID",
      description: "Check only this fact.",
    },
    "rate-limits": {
      type: "boolean",
      description:
        "Check the rate limits too. Takes half a minute, in which the instance rejects requests of others for up to 10 seconds.",
    },
    list: { type: "boolean", description: "Print the facts and send nothing. Needs no secret key." },
    json: { type: "boolean", description: "Print the report as JSON." },
    report: { type: "file", description: "Write the report as JSON to this new file." },
  },
  environment: {
    CLERK_SECRET_KEY: "Secret key of a test instance, which starts with sk_test_. Required without --list.",
    CLERK_API_VERSION: "Version of the Backend API. Default: v1.",
  },
  examples: [
    "CLERK_SECRET_KEY=sk_test_… npx clerk-metadata verify",
    "npx clerk-metadata verify --report report.json",
    "npx clerk-metadata verify --only size-limit",
    "npx clerk-metadata verify --list",
  ],

  async run({ "api-url": apiUrl, only, "rate-limits": rateLimits, list, json, report: file }) {
    const width = widthOf(process.stdout);
    const print = (/** @type {unknown} */ value) => console.log(redactKeys(JSON.stringify(value, null, 2)));
    if (list) {
      const facts = selectFacts(only, true);
      return json ? print(listJson(facts)) : console.log(listText(facts, width));
    }
    const facts = selectFacts(only, rateLimits);
    const { apiVersion } = connectionOptions();
    const backend = await backendOf({ apiVersion, secretKey: testKey(), apiUrl });
    const writeReport = file === undefined ? undefined : createReportFile(file);
    const log = (/** @type {string} */ text) => console.error(redactKeys(text));
    // The progress goes to stderr. A stdout that cannot be written ends the process, so nothing is written to it before
    // the users are removed.
    if (!json) log(`Checking ${factCount(facts.length)} of ${backend.apiUrl} with throwaway users.\n`);
    const { results, leftovers } = await verify(facts, backend, {
      log,
      onResult: ({ id, result }) => json || log(`${result.padEnd(12)} ${id}`),
    });
    const report = createReport(results, { backend, version: packageVersion(), date: new Date() });
    if (json) print(report);
    else console.log(redactKeys(resultText(results, width)));
    writeReport?.(`${redactKeys(JSON.stringify(report, null, 2))}\n`);
    if (!allHold(results) || leftovers.length > 0) process.exitCode = 1;
  },
};

/**
 * @param {string[]} ids
 * @param {boolean} rateLimits
 * @returns {Fact[]}
 */
function selectFacts(ids, rateLimits) {
  const selected = FACTS.filter(({ id }) => ids.length === 0 || ids.includes(id));
  const missing = selected.find(({ option }) => ids.length > 0 && option !== undefined && !rateLimits);
  if (missing !== undefined)
    throw new UsageError(`The fact ${missing.id} uses up a rate limit. Add --rate-limits to check it.`, {
      command: "verify",
      option: "rate-limits",
    });
  return selected.filter(({ option }) => option === undefined || rateLimits);
}

/** The secret key of the environment. Throws if it is not the key of a test instance. */
function testKey() {
  const { secretKey } = connectionOptions();
  const error = (/** @type {string} */ message) => new UsageError(message, { command: "verify" });
  if (secretKey === undefined)
    throw error(
      "CLERK_SECRET_KEY is not set. Set it to the secret key of a test instance, which starts with sk_test_.",
    );
  if (secretKey.startsWith("sk_live_"))
    throw error(
      "CLERK_SECRET_KEY is the key of a production instance. verify creates users and sends invalid requests, so it accepts only keys of test instances, which start with sk_test_.",
    );
  const problem = secretKeyProblem(secretKey);
  if (problem !== undefined) throw error(`CLERK_SECRET_KEY is not a secret key: ${problem}`);
  if (!/^sk_test_./.test(secretKey))
    throw error("CLERK_SECRET_KEY is not the key of a test instance, which starts with sk_test_.");
  return secretKey;
}
