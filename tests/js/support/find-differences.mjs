// Compares the two runs of a case: returns a list of differences, each one small enough for
// one row of the table to explain it.
//
// A difference is `{ category, path, official, ours, responseValue, className, run }`: `responseValue`
// is the value in the response, `className` the class that has the field, and `run` both complete runs.

/** A missing member, as opposed to one that is undefined. */
export const ABSENT = Symbol("absent");
export const isMissing = (value) => value === ABSENT || value === null;

/** The parsed JSON body of a response, or `ABSENT` if it is not JSON. */
export function parsedBody(response) {
  // With these statuses `fetch` returns no body, whatever was sent.
  if ([204, 205, 304].includes(response.status)) return ABSENT;
  try {
    // Decodes the body as `fetch` does.
    return JSON.parse(new TextDecoder().decode(Buffer.from(response.body ?? "")));
  } catch {
    return ABSENT;
  }
}

export function findDifferences(run) {
  const { official, ours } = run;
  const differences = [];
  const add = (category, path, official, ours, details) =>
    differences.push({ category, path, official, ours, ...details, run });
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
    else if (ours.kind === "apiError") compareErrors(run, add);
  }
  return differences;
}

function compareRequests(official, ours, add) {
  if (official.url !== ours.url) compareUrls(official, ours, add);
  for (const name of ["method", "body"]) {
    if (official[name] !== ours[name]) add("request", [name], official[name], ours[name], { request: official });
  }
  for (const name of new Set([...Object.keys(official.headers), ...Object.keys(ours.headers)])) {
    const [officialValue, ourValue] = [official.headers[name], ours.headers[name]];
    if (officialValue !== ourValue) add("request", ["headers", name], officialValue, ourValue, { request: official });
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
    const [officialValue, ourValue] = [params, ourParams].map((list) =>
      list.filter((param) => nameOf(param) === name).join("&"),
    );
    add("request", ["query", name], officialValue, ourValue, { request: official });
  }
  const [rest, ourRest] = [params, ourParams].map((list) =>
    list.filter((param) => !differing.has(nameOf(param))).join("&"),
  );
  if (rest !== ourRest) add("request", ["url"], official.url, ours.url, { request: official });
}

function compareResults({ case: { operation, response, countResponse }, official, ours }, add) {
  const responseValue = parsedBody(response);
  if (operation === "getUserList") {
    compareValues(
      official.value,
      ours.value,
      { data: responseValue, totalCount: parsedBody(countResponse) },
      [],
      undefined,
      add,
    );
  } else {
    compareValues(official.value, ours.value, responseValue, [], undefined, add);
  }
}

const isObject = (value) => typeof value === "object" && value !== null;

const classNameOf = (value) => Object.getPrototypeOf(value)?.constructor.name ?? "none";

/** The name of a value's class or type. The official classes have names such as `_User`. */
export function typeOf(value) {
  if (!isObject(value)) return value === null ? "null" : typeof value;
  return classNameOf(value).replace(/^_(?=[A-Z])/, "");
}

const member = (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : ABSENT);

/** The name that a field of a class has in the response. */
function responseName(className, name) {
  if (className === "ExternalAccount" && name === "externalId") return "provider_user_id";
  return name.replace(/URL$/, "Url").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function compareValues(official, ours, responseValue, path, className, add) {
  if (Object.is(official, ours)) return;
  const type = typeOf(official);
  const addDifference = () => add("value", path, official, ours, { responseValue, className });
  if (type !== typeOf(ours) || !isObject(official)) return addDifference();
  if (type === "URL") return official.href === ours.href ? undefined : addDifference();
  if (type === "Array") {
    if (official.length !== ours.length) return addDifference();
    return official.forEach((item, index) =>
      compareValues(item, ours[index], member(responseValue, index), [...path, index], undefined, add),
    );
  }
  if (classNameOf(official) !== classNameOf(ours)) add("class", path, classNameOf(official), classNameOf(ours));
  const isPlain = type === "Object";
  const names = Object.keys(official);
  for (const name of new Set([...names, ...Object.keys(ours)])) {
    const memberValue =
      path.length === 0 && isPlain
        ? member(responseValue, name)
        : member(responseValue, isPlain ? name : responseName(type, name));
    compareValues(
      member(official, name),
      member(ours, name),
      memberValue,
      [...path, name],
      isPlain ? undefined : type,
      add,
    );
  }
  const orders = [
    names.filter((name) => Object.hasOwn(ours, name)),
    Object.keys(ours).filter((name) => Object.hasOwn(official, name)),
  ].map(String);
  if (orders[0] !== orders[1]) add("order", path, ...orders);
  if (["User", "Organization", "OrganizationMembership"].includes(type))
    compareValues(official.raw, ours.raw, responseValue, [...path, "raw"], type, add);
  if (type === "User") compareGetters(official, ours, responseValue, path, add);
}

function compareGetters(official, ours, responseValue, path, add) {
  const getter = (name, officialValue, ourValue) =>
    compareValues(officialValue, ourValue, responseValue, [...path, name], "User", add);
  getter("fullName", official.fullName, ours.fullName);
  // By index, because the items themselves are already compared.
  for (const [name, list] of [
    ["primaryEmailAddress", "emailAddresses"],
    ["primaryPhoneNumber", "phoneNumbers"],
    ["primaryWeb3Wallet", "web3Wallets"],
  ]) {
    const indexInList = (user) => (user[name] === null ? null : user[list].indexOf(user[name]));
    getter(name, indexInList(official), indexInList(ours));
  }
}

/** The error response of a call; for a list, the one of its two responses that is an error. */
export const errorResponseOf = ({ operation, response, countResponse }) =>
  operation === "getUserList" && (response.status ?? 200) < 400 ? countResponse : response;

function compareErrors({ case: testCase, official, ours }, add) {
  const errorResponse = errorResponseOf(testCase);
  const body = parsedBody(errorResponse);
  const addDifference = (path, officialValue, ourValue, responseValue) => {
    if (!isSameData(officialValue, ourValue))
      add("error", path, officialValue, ourValue, { responseValue, response: errorResponse, body });
  };
  const fields = ["name", "message", "clerkError", "code", "status", "clerkTraceId", "retryAfter"];
  for (const name of fields) addDifference([name], official.error[name], ours.error[name]);
  for (const name of new Set([...Object.keys(official.error), ...Object.keys(ours.error)])) {
    if (![...fields, "errors"].includes(name))
      addDifference([name], member(official.error, name), member(ours.error, name));
  }
  addDifference(["toString()"], hasOfficialFormat(official.error), hasOfficialFormat(ours.error));
  const [items, ourItems] = [official.error.errors, ours.error.errors];
  if (items.length !== ourItems.length) return addDifference(["errors"], items, ourItems, member(body, "errors"));
  items.forEach((item, index) => {
    const responseValue = member(member(body, "errors"), index);
    if (classNameOf(item) !== classNameOf(ourItems[index]))
      add("class", ["errors", index], classNameOf(item), classNameOf(ourItems[index]));
    for (const name of ["code", "message", "longMessage"])
      addDifference(
        ["errors", index, name],
        item[name],
        ourItems[index][name],
        member(responseValue, name === "longMessage" ? "long_message" : name),
      );
    const [meta, ourMeta] = [item.meta, ourItems[index].meta];
    for (const name of new Set([...Object.keys(meta), ...Object.keys(ourMeta)])) {
      addDifference(
        ["errors", index, "meta", name],
        member(meta, name),
        member(ourMeta, name),
        member(responseValue, "meta"),
      );
    }
    for (const name of Object.keys(ourItems[index]))
      if (!(name in item)) addDifference(["errors", index, name], ABSENT, ourItems[index][name]);
  });
}

/** Whether the text of an error has the official client's format, with the values of its fields. */
const hasOfficialFormat = (error) =>
  String(error) ===
  `[${error.name}]\nMessage:${error.message}\nStatus:${error.status}\nSerialized errors: ${error.errors.map((item) => JSON.stringify(item))}${error.clerkTraceId ? `\nClerk Trace ID: ${error.clerkTraceId}` : ""}`;

/** Whether two values are equal, ignoring the order of keys. */
export function isSameData(officialValue, ourValue) {
  if (Object.is(officialValue, ourValue)) return true;
  if (typeOf(officialValue) !== typeOf(ourValue) || !isObject(officialValue)) return false;
  const names = Object.keys(officialValue);
  return (
    names.length === Object.keys(ourValue).length &&
    names.every((name) => Object.hasOwn(ourValue, name) && isSameData(officialValue[name], ourValue[name]))
  );
}
