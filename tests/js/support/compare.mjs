// Compares the two runs of a case: returns a list of differences, each one small enough for
// one row of the table to explain it.
//
// A difference is `{ where, path, official, ours, wire, of, run }`: `wire` is the value in
// the response, `of` the class that has the field, and `run` both complete runs.

/** A missing member, as opposed to one that is undefined. */
export const ABSENT = Symbol("absent");

/** The parsed JSON body of a response, or `ABSENT` if it is not JSON. */
export function parsed(answer) {
  // With these statuses `fetch` returns no body, whatever was sent.
  if ([204, 205, 304].includes(answer.status)) return ABSENT;
  try {
    // Decodes the body as `fetch` does.
    return JSON.parse(new TextDecoder().decode(Buffer.from(answer.body ?? "")));
  } catch {
    return ABSENT;
  }
}

export function differences(run) {
  const { official, ours } = run;
  const found = [];
  const add = (where, path, official, ours, more) => found.push({ where, path, official, ours, ...more, run });
  if (official.kind !== ours.kind) add("outcome", [], official, ours);
  // No request may be sent for rejected input; otherwise both clients must send the same requests.
  if (ours.kind === "input") {
    if (ours.requests.length > 0) add("requests", [], official.requests, ours.requests);
  } else if (official.requests.length !== ours.requests.length) {
    if (official.kind === ours.kind) add("requests", [], official.requests, ours.requests);
  } else {
    official.requests.forEach((request, index) => compareRequests(request, ours.requests[index], add));
  }
  if (official.kind === ours.kind) {
    if (ours.kind === "resolved") compareResults(run, add);
    else if (ours.kind === "refused") compareErrors(run, add);
  }
  return found;
}

function compareRequests(official, ours, add) {
  if (official.url !== ours.url) compareUrls(official, ours, add);
  for (const name of ["method", "body"]) {
    if (official[name] !== ours[name]) add("request", [name], official[name], ours[name], { request: official });
  }
  for (const name of new Set([...Object.keys(official.headers), ...Object.keys(ours.headers)])) {
    const [one, other] = [official.headers[name], ours.headers[name]];
    if (one !== other) add("request", ["headers", name], one, other, { request: official });
  }
}

/** Compares each query parameter separately, because each may differ for another reason. */
function compareUrls(official, ours, add) {
  const [[path, query], [ourPath, ourQuery]] = [official.url, ours.url].map((url) => url.split(/\?(.*)/s));
  if (path !== ourPath || [query, ourQuery].every((text) => text === undefined))
    return add("request", ["url"], official.url, ours.url, { request: official });
  const [params, ourParams] = [query, ourQuery].map((text) => (text ?? "").split("&").filter(Boolean));
  const nameOf = (param) => param.split("=")[0];
  const differing = new Set(
    [...params, ...ourParams]
      .map(nameOf)
      .filter(
        (name) =>
          params.filter((param) => nameOf(param) === name).join("&") !==
          ourParams.filter((param) => nameOf(param) === name).join("&"),
      ),
  );
  for (const name of differing) {
    const [one, other] = [params, ourParams].map((list) => list.filter((param) => nameOf(param) === name).join("&"));
    add("request", ["query", name], one, other, { request: official });
  }
  const [rest, ourRest] = [params, ourParams].map((list) =>
    list.filter((param) => !differing.has(nameOf(param))).join("&"),
  );
  if (rest !== ourRest) add("request", ["url"], official.url, ours.url, { request: official });
}

function compareResults({ case: { operation, answer, count }, official, ours }, add) {
  const wire = parsed(answer);
  if (operation === "getUserList") {
    compareValues(official.value, ours.value, { data: wire, totalCount: parsed(count) }, [], undefined, add);
  } else {
    compareValues(official.value, ours.value, wire, [], undefined, add);
  }
}

const isObject = (value) => typeof value === "object" && value !== null;

const className = (value) => Object.getPrototypeOf(value)?.constructor.name ?? "none";

/** The name of a value's class or type. The official classes have names such as `_User`. */
export function typeOf(value) {
  if (!isObject(value)) return value === null ? "null" : typeof value;
  return className(value).replace(/^_(?=[A-Z])/, "");
}

const own = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : ABSENT);

/** The name that a field of a class has in the response. */
function wireName(of, name) {
  if (of === "ExternalAccount" && name === "externalId") return "provider_user_id";
  return name.replace(/URL$/, "Url").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function compareValues(official, ours, wire, path, of, add) {
  if (Object.is(official, ours)) return;
  const type = typeOf(official);
  const differ = () => add("value", path, official, ours, { wire, of });
  if (type !== typeOf(ours) || !isObject(official)) return differ();
  if (type === "URL") return official.href === ours.href ? undefined : differ();
  if (type === "Array") {
    if (official.length !== ours.length) return differ();
    return official.forEach((item, index) =>
      compareValues(item, ours[index], own(wire, index), [...path, index], undefined, add),
    );
  }
  if (className(official) !== className(ours)) add("class", path, className(official), className(ours));
  const isPlain = type === "Object";
  const names = Object.keys(official);
  for (const name of new Set([...names, ...Object.keys(ours)])) {
    const wireOf = path.length === 0 && isPlain ? own(wire, name) : own(wire, isPlain ? name : wireName(type, name));
    compareValues(own(official, name), own(ours, name), wireOf, [...path, name], isPlain ? undefined : type, add);
  }
  const orders = [
    names.filter((name) => Object.hasOwn(ours, name)),
    Object.keys(ours).filter((name) => Object.hasOwn(official, name)),
  ].map(String);
  if (orders[0] !== orders[1]) add("order", path, ...orders);
  if (type === "User") compareGetters(official, ours, wire, path, add);
}

function compareGetters(official, ours, wire, path, add) {
  const getter = (name, one, other) => compareValues(one, other, wire, [...path, name], "User", add);
  getter("raw", official.raw, ours.raw);
  getter("fullName", official.fullName, ours.fullName);
  // By index, because the items themselves are already compared.
  for (const [name, list] of [
    ["primaryEmailAddress", "emailAddresses"],
    ["primaryPhoneNumber", "phoneNumbers"],
    ["primaryWeb3Wallet", "web3Wallets"],
  ]) {
    const place = (user) => (user[name] === null ? null : user[list].indexOf(user[name]));
    getter(name, place(official), place(ours));
  }
}

/** The error response of a call; for a list, the one of its two responses that is an error. */
export const refusalOf = ({ operation, answer, count }) =>
  operation === "getUserList" && (answer.status ?? 200) < 400 ? count : answer;

function compareErrors({ case: given, official, ours }, add) {
  const refusal = refusalOf(given);
  const body = parsed(refusal);
  const differ = (path, one, other, wire) => {
    if (!same(one, other)) add("error", path, one, other, { wire, answer: refusal, body });
  };
  const fields = ["name", "message", "clerkError", "code", "status", "clerkTraceId", "retryAfter"];
  for (const name of fields) differ([name], official.error[name], ours.error[name]);
  for (const name of new Set([...Object.keys(official.error), ...Object.keys(ours.error)])) {
    if (![...fields, "errors"].includes(name)) differ([name], own(official.error, name), own(ours.error, name));
  }
  differ(["toString()"], hasItsForm(official.error), hasItsForm(ours.error));
  const [items, ourItems] = [official.error.errors, ours.error.errors];
  if (items.length !== ourItems.length) return differ(["errors"], items, ourItems, own(body, "errors"));
  items.forEach((item, index) => {
    const wire = own(own(body, "errors"), index);
    if (className(item) !== className(ourItems[index]))
      add("class", ["errors", index], className(item), className(ourItems[index]));
    for (const name of ["code", "message", "longMessage"])
      differ(
        ["errors", index, name],
        item[name],
        ourItems[index][name],
        own(wire, name === "longMessage" ? "long_message" : name),
      );
    const [meta, ourMeta] = [item.meta, ourItems[index].meta];
    for (const name of new Set([...Object.keys(meta), ...Object.keys(ourMeta)])) {
      differ(["errors", index, "meta", name], own(meta, name), own(ourMeta, name), own(wire, "meta"));
    }
    for (const name of Object.keys(ourItems[index]))
      if (!(name in item)) differ(["errors", index, name], ABSENT, ourItems[index][name]);
  });
}

/** Whether the text of an error has the official client's format, with the values of its fields. */
const hasItsForm = (error) =>
  String(error) ===
  `[${error.name}]\nMessage:${error.message}\nStatus:${error.status}\nSerialized errors: ${error.errors.map((item) => JSON.stringify(item))}${error.clerkTraceId ? `\nClerk Trace ID: ${error.clerkTraceId}` : ""}`;

/** Whether two values are equal, ignoring the order of keys. */
export function same(one, other) {
  if (Object.is(one, other)) return true;
  if (typeOf(one) !== typeOf(other) || !isObject(one)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  );
}
