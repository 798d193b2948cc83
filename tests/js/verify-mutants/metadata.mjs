// What mutants of the metadata endpoint share.

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The method and the user of a request that changes metadata; `undefined` for another request. */
export function metadataRequest({ method, url }) {
  const id = /^\/v1\/users\/([^/?]+)\/metadata$/.exec(url)?.[1];
  return id === undefined ? undefined : { method, id };
}

/** The body as an object; `undefined` if it is not one. */
export function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The body and the user of a change that the Backend API accepts; `undefined` for another request. */
function acceptedChange(request, method, backend) {
  const target = metadataRequest(request);
  const body = parseObject(request.body);
  const user = target?.method === method ? backend.users.get(target.id) : undefined;
  if (body === undefined || user === undefined) return undefined;
  const isAccepted = Object.entries(body).every(([field, value]) => isObject(value) && isObject(user[field]));
  return isAccepted ? { body, user } : undefined;
}

/** A mutant that changes the body of each PUT (or PATCH): `change(body, user, text)` returns a text. */
export const changingBody = (method, change) => (request, forward, backend) => {
  const accepted = acceptedChange(request, method, backend);
  if (accepted === undefined) return forward(request);
  return forward({ ...request, body: change(accepted.body, accepted.user, request.body) });
};

/** A mutant that merges by `merge(stored, patch)`. */
export const mergingBy = (merge) => (request, forward, backend) => {
  const accepted = acceptedChange(request, "PATCH", backend);
  if (accepted === undefined) return forward(request);
  const { body, user } = accepted;
  const merged = Object.entries(body).map(([field, patch]) => [field, merge(structuredClone(user[field]), patch)]);
  return forward({ ...request, method: "PUT", body: JSON.stringify(Object.fromEntries(merged)) });
};

/** A mutant that changes the parsed body of the responses that `matches` selects. */
export const changingResponse = (matches, change) => async (request, forward) => {
  const response = await forward(request);
  const json = JSON.parse(response.body);
  if (!matches(request, response, json)) return response;
  return { ...response, ...change(json, response) };
};

/** A response with a body, for `changingResponse`. */
export const withBody = (json) => ({ body: JSON.stringify(json) });

/** The response that rejects a field as too large. */
export function tooLarge(name) {
  const text = `The given ${name} exceeds the maximum allowed size of 8192 bytes (8 KB).`;
  const error = {
    code: "form_param_exceeds_allowed_size",
    message: text,
    long_message: text,
    meta: { param_name: name },
  };
  return { status: 422, body: JSON.stringify({ errors: [error] }) };
}
