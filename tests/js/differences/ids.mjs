// IDs that our client rejects. index.mjs describes a row of the table.
import { errorPathOrRequests, rejectsInput } from "../support/difference-helpers.mjs";

const USER = { body: '{"object":"user","id":"user_1"}' };

const getUserCase = (...args) => ({ operation: "getUser", args, response: USER });

const decodedFully = (id) => {
  let text = id;
  for (let previous; previous !== text; ) {
    previous = text;
    text = text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
      Buffer.from(escapes.replaceAll("%", ""), "hex").toString("latin1"),
    );
  }
  // The escaped bytes are decoded together, as UTF-8.
  return text;
};
const decodeUtf8 = (id) => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(
      Buffer.from(decodedFully(Buffer.from(id).toString("latin1")), "latin1"),
    );
  } catch {
    return undefined;
  }
};

/** Why an ID is invalid, or undefined if it is valid. */
function idProblem(id) {
  if (typeof id !== "string") return "type";
  if (id === "") return "empty";
  if (!id.isWellFormed()) return "half";
  if (Buffer.byteLength(id) > 256) return "long";
  const text = decodeUtf8(id);
  if (text === undefined) return "no text";
  if (/[\s\p{Cc}\u0085]/u.test(text) && !/^\ufeff*$/.test(text.replace(/[^\s\p{Cc}\u0085]/gu, ""))) return "space";
  if (/[/\\]/.test(text) || [".", "..", "count"].includes(text)) return "path";
  return undefined;
}
const rejectsId = (difference, problems, kinds) =>
  rejectsInput(difference, "invalid_user_id", kinds) &&
  difference.ours.error.message.startsWith("A valid resource ID is required.") &&
  problems.includes(idProblem(difference.run.case.args[0]));

export const ids = [
  {
    name: 'No ID: `""`, `undefined`, `null`',
    official: 'an `Error` "A valid resource ID is required."',
    ours: "`ClerkInputError` `invalid_user_id`; the message begins with the same sentence",
    reason: "All input errors have one class, with `code` and `path`.",
    explains: (difference) =>
      rejectsId(difference, ["type", "empty"], ["thrown"]) &&
      difference.official.error.message === "A valid resource ID is required." &&
      !difference.run.case.args[0],
    example: {
      case: getUserCase(""),
      extract: ({ error }) => [error.name, error.message.slice(0, 32), error.code],
      official: ["Error", "A valid resource ID is required.", undefined],
      ours: ["ClerkInputError", "A valid resource ID is required.", "invalid_user_id"],
    },
  },
  {
    name: "An ID that is not a string",
    official: "sends it as a string",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "`[object Object]` is not a user.",
    isOfficialBug: true,
    explains: (difference) => rejectsId(difference, ["type"]) && Boolean(difference.run.case.args[0]),
    example: {
      case: getUserCase({}),
      extract: errorPathOrRequests,
      official: ["/v1/users/[object%20Object]"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An ID with white space or a control character, also percent-encoded",
    official: "removes some of these characters (tabs, line breaks, spaces at the end) and encodes the others",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "The result may be the ID of another user, or of none.",
    isOfficialBug: true,
    explains: (difference) => rejectsId(difference, ["space"], ["resolved", "thrown"]),
    example: {
      case: getUserCase("user\n_1"),
      extract: errorPathOrRequests,
      official: ["/v1/users/user_1"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An ID with `/` or `\\`, or that is `.`, `..` or `count`, also percent-encoded",
    official: "reaches another endpoint; for dot segments, an `Error`",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "External input must not select the endpoint.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsId(difference, ["path"], ["resolved", "thrown"]) &&
      (difference.official.kind === "resolved" || /^joinPaths: /.test(difference.official.error.message)),
    example: {
      case: getUserCase("user_1/organization_memberships"),
      extract: errorPathOrRequests,
      official: ["/v1/users/user_1/organization_memberships"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An ID of more than 256 bytes, with a lone surrogate, or with percent-encoding that is not valid UTF-8",
    official: "sends it, or a similar string",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "Clerk's IDs have 32 bytes.",
    explains: (difference) => rejectsId(difference, ["long", "half", "no text"]),
    example: {
      case: getUserCase("\ud800"),
      extract: errorPathOrRequests,
      official: ["/v1/users/%EF%BF%BD"],
      ours: ["invalid_user_id", "userId"],
    },
  },
];
