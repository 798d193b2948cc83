// Backend APIs that treat the metadata of organizations or memberships in another way. The facts read the responses to
// changes, so the mutants change those.
import { changingResponse, withBody } from "./metadata.mjs";

const PATHS = {
  organization: /^\/v1\/organizations\/[^/]+\/metadata$/,
  membership: /^\/v1\/organizations\/[^/]+\/memberships\/[^/]+\/metadata$/,
};

const isChange = (path, method) => (request) => request.method === method && path.test(request.url);

/** The mutants of PATCH, whose facts exist for both. */
function mergeMutants(prefix) {
  const isPatch = isChange(PATHS[prefix], "PATCH");
  /** Changes the metadata of the response to a merge, which is the one that adds the key `new`. */
  const changing = (change) =>
    changingResponse(
      (request, { status }) => isPatch(request) && status === 200 && request.body.includes('"new"'),
      (resource) => withBody({ ...resource, ...change(resource) }),
    );
  const changingPublic = (change) =>
    changing(({ public_metadata: metadata }) => ({ public_metadata: { ...metadata, ...change(metadata) } }));
  const rejecting = (matches, code) =>
    changingResponse(
      (request, { status }) => isPatch(request) && status === 422 && matches(request),
      (json) => withBody({ ...json, errors: [{ ...json.errors[0], code }] }),
    );
  return [
    {
      name: "replaces nested objects",
      intercept: changingPublic(() => ({ nested: { change: 2, add: { b: 3 } } })),
      differs: ["merge-nested"],
    },
    {
      name: "stores null in an object",
      intercept: changingPublic(({ removed }) => ({ removed: { ...removed, a: null } })),
      differs: ["merge-null"],
    },
    {
      name: "appends to arrays",
      intercept: changingPublic(({ array }) => ({ array: [1, 2, ...array] })),
      differs: ["merge-array"],
    },
    {
      name: "stores a new object with its nulls",
      intercept: changingPublic(() => ({ new: { x: null } })),
      differs: ["merge-null-in-new-object"],
    },
    {
      name: "stores null at the top level",
      intercept: changingPublic(() => ({ top: null })),
      differs: ["merge-null-top-level"],
    },
    {
      name: "clears the field that it omits",
      intercept: changing(() => ({ private_metadata: {} })),
      differs: ["merge-other-field"],
    },
    {
      name: "rejects unsafe metadata with another code",
      intercept: rejecting(({ body }) => body.includes("unsafe_metadata"), "form_param_value_invalid"),
      differs: ["unsafe-metadata"],
    },
    {
      name: "rejects too large metadata with another code",
      intercept: rejecting(({ body }) => body.includes("xxx"), "form_param_value_invalid"),
      differs: ["size"],
    },
  ].map(({ name, intercept, differs }) => ({
    name: `PATCH of ${prefix} metadata ${name}`,
    intercept,
    differs: differs.map((id) => `${prefix}-${id}`),
  }));
}

const isPut = isChange(PATHS.organization, "PUT");
const anotherCode = (json) => withBody({ ...json, errors: [{ ...json.errors[0], code: "another_code" }] });

export const ORGANIZATION_MUTANTS = [
  ...mergeMutants("organization"),
  ...mergeMutants("membership"),
  {
    name: "PUT of organization metadata drops null",
    intercept: changingResponse(isPut, (json) => withBody({ ...json, public_metadata: { b: 1 } })),
    differs: ["organization-replace"],
  },
  {
    name: "PUT of organization metadata clears the field that it omits",
    intercept: changingResponse(isPut, (json) => withBody({ ...json, private_metadata: {} })),
    differs: ["organization-replace-omitted"],
  },
  {
    name: "an unknown organization has another code",
    intercept: changingResponse(({ url }) => url.includes("org_2clerkMetadataVerifyNone"), anotherCode),
    differs: ["organization-unknown"],
  },
  {
    name: "PUT of membership metadata exists",
    intercept: changingResponse(isChange(PATHS.membership, "PUT"), () => ({ status: 200, body: "{}" })),
    differs: ["membership-no-put"],
  },
  {
    name: "an unknown membership has another code",
    intercept: changingResponse(
      (request, { status }) => isChange(PATHS.membership, "PATCH")(request) && status === 404,
      anotherCode,
    ),
    differs: ["membership-unknown"],
  },
];
