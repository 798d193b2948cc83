// The argument USER: an ID, an email address, or an external ID.
import { textCalls } from "../client/text-calls.js";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { redactKeys } from "../usage-error.js";
import { readUserList, readUserText } from "./user-row.js";

/** @import { UserText } from "./user-row.js" */

/** @type {import("../types.js").Argument} */
export const USER_ARGUMENT = {
  type: "string",
  placeholder: "USER",
  required: true,
  description: "ID of the user, such as user_2abc, or an email address of the user.",
};

/** @satisfies {Record<string, import("../types.js").Option>} */
export const USER_OPTIONS = {
  "external-id": { type: "boolean", description: "USER is an external ID: the ID of the user in your own system." },
};

/**
 * Reads the user that an argument names.
 * @param {import("../client/connect.js").Connection} connection
 * @param {string} name
 * @param {Record<string, any>} values Of the options.
 * @returns {Promise<UserText>}
 */
export async function readUser({ clerk }, name, { "external-id": isExternalId }) {
  const call = textCalls(clerk);
  const isEmail = !isExternalId && name.includes("@");
  if (!isExternalId && !isEmail) {
    checkId(name);
    return readUserText(await call("getUser", name, []));
  }
  const parameter = isEmail ? "emailAddress" : "externalId";
  const users = readUserList(await call("getUserList", undefined, [parameter, [withSign(name, isEmail)], "limit", 10]));
  const label = `the ${isEmail ? "email address" : "external ID"} ${JSON.stringify(name)}`;
  if (users.length === 0) throw new Error(`No user has ${label}.`);
  if (users.length > 1)
    throw new Error(`${users.length} users have ${label}: ${users.map(({ id }) => id).join(", ")}. Pass an ID.`);
  return users[0];
}

/**
 * In a list, an external ID that begins with `+` or `-` includes or excludes a user.
 * @param {string} text
 * @param {boolean} isEmail
 */
const withSign = (text, isEmail) => (!isEmail && /^[-+\s]/.test(text) ? `+${text}` : text);

/** @param {string} id */
function checkId(id) {
  if (/^user_\w+$/.test(id)) return;
  const quoted = redactKeys(JSON.stringify(id));
  throw new ExitError(
    `USER must be a user ID such as user_2abc, or an email address, not ${quoted}. Add --external-id if it is an external ID.`,
    BAD_INPUT,
  );
}
