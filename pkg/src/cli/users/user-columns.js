// A user in one line for people.
import { printable } from "../color.js";

/** @import { UserText } from "./stored-text.js" */

/** "user_" and 27 characters. */
const ID_WIDTH = 32;
const EMAIL_WIDTH = 30;

/**
 * The ID, the email address, the name and the external ID. Cut to the width of a terminal.
 * @param {UserText} user
 * @param {{ isTTY?: boolean, columns?: number }} stream
 */
export function userColumns({ id, members }, { isTTY, columns = 80 }) {
  const field = (/** @type {string} */ name) => JSON.parse(members.get(name) ?? "null");
  const emails = field("email_addresses") ?? [];
  const primary =
    emails.find((/** @type {any} */ email) => email.id === field("primary_email_address_id")) ?? emails[0];
  const name = [field("first_name"), field("last_name")].filter(Boolean).join(" ") || field("username");
  const externalId = field("external_id");
  const line = [
    id.padEnd(ID_WIDTH),
    String(primary?.email_address ?? "-").padEnd(EMAIL_WIDTH),
    name || "-",
    ...(externalId === null ? [] : [externalId]),
  ]
    .map(printable)
    .join("  ")
    .trimEnd();
  return isTTY ? line.slice(0, columns) : line;
}
