// IDs that our client rejects. index.mjs describes a row of the table.
import { idsOf } from "../support/calls.mjs";
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
function idProblem(id, parameter) {
  if (typeof id !== "string") return "type";
  if (id === "") return "empty";
  if (!id.isWellFormed() || id.includes("\ufffd")) return "half";
  if (Buffer.byteLength(id) > 256) return "long";
  const text = decodeUtf8(id);
  if (text === undefined) return "no text";
  if (/[\s\p{Cc}\u0085]/u.test(text) && !/^\ufeff*$/.test(text.replace(/[^\s\p{Cc}\u0085]/gu, ""))) return "space";
  if (text.includes("\ufffd")) return "half";
  if (/[/\\]/.test(text) || [".", ".."].includes(text) || (parameter === "userId" && text === "count")) return "path";
  return undefined;
}
/** The ID that our client rejects. */
const rejectedId = ({ ours, run }) => idsOf(run.case).find(([parameter]) => parameter === ours.error.path);

function rejectsId(difference, problems, kinds) {
  const isUser = difference.ours?.error?.path === "userId";
  if (!rejectsInput(difference, isUser ? "invalid_user_id" : "invalid_organization_id", kinds)) return false;
  const [parameter, id] = rejectedId(difference);
  return (
    difference.ours.error.message.startsWith("A valid resource ID is required.") &&
    problems.includes(idProblem(id, parameter))
  );
}

export const ids = [
  {
    name: 'No ID: `""`, `undefined`, `null`',
    official: 'an `Error` "A valid resource ID is required."',
    ours: "`ClerkInputError` `invalid_user_id` or `invalid_organization_id`; the message begins with the same sentence",
    reason: "All input errors have one class, with `code` and `path`.",
    explains: (difference) =>
      rejectsId(difference, ["type", "empty"], ["thrown"]) &&
      difference.official.error.message === "A valid resource ID is required.",
    example: {
      case: getUserCase(""),
      extract: ({ error }) => [error.name, error.message.slice(0, 32), error.code],
      official: ["Error", "A valid resource ID is required.", undefined],
      ours: ["ClerkInputError", "A valid resource ID is required.", "invalid_user_id"],
    },
  },
  {
    name: "`updateOrganizationMembershipMetadata` without an ID",
    official: "sends the request without it: to another endpoint",
    ours: "`ClerkInputError` `invalid_organization_id` or `invalid_user_id`",
    reason: "A missing ID must not select the endpoint.",
    isOfficialBug: true,
    explains: (difference) => rejectsId(difference, ["type", "empty"]) && !rejectedId(difference)[1],
    example: {
      case: {
        operation: "updateOrganizationMembershipMetadata",
        args: [{ organizationId: "org_1", publicMetadata: { a: 1 } }],
        response: { body: '{"object":"organization","id":"org_1"}' },
      },
      extract: ({ kind, error, requests }) => (kind === "input" ? [error.code, error.path] : [requests[0].url]),
      official: ["/v1/organizations/org_1/memberships/metadata"],
      ours: ["invalid_user_id", "userId"],
    },
  },
  {
    name: "An ID that is not a string",
    official: "sends it as a string",
    ours: "`ClerkInputError` `invalid_user_id`",
    reason: "`[object Object]` is not a user.",
    isOfficialBug: true,
    explains: (difference) => rejectsId(difference, ["type"]) && Boolean(rejectedId(difference)[1]),
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
    name: "An ID with `/` or `\\`, or that is `.`, `..` or (of a user) `count`, also percent-encoded",
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
    name: "An ID of more than 256 bytes, with a lone surrogate or U+FFFD, or with percent-encoding that is not valid UTF-8",
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
