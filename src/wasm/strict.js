// Judges a metadata value as a JavaScript value and gives its JSON text. What JSON would change
// in silence is refused, with its place.

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Whether a value is an object that holds data only. Of any realm: a prototype without one of its own is Object's. */
export function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The three metadata fields of a call, each as its JSON text. Throws `{ path, reason, cause }` at
 * the first value that JSON cannot carry; without a reason where a field is no plain object.
 */
export function strictFields({ publicMetadata, privateMetadata, unsafeMetadata }, maxDepth) {
  return {
    publicMetadata: strictText(publicMetadata, "publicMetadata", maxDepth),
    privateMetadata: strictText(privateMetadata, "privateMetadata", maxDepth),
    unsafeMetadata: strictText(unsafeMetadata, "unsafeMetadata", maxDepth),
  };
}

function strictText(value, name, maxDepth) {
  if (value === undefined) return undefined;
  const keys = [name]; // the way to the value that is looked at
  try {
    if (!isPlainObject(value)) throw new Refusal();
    return JSON.stringify(judge(value, keys, [], maxDepth));
  } catch (thrown) {
    if (thrown instanceof Refusal) throw { path: pathOf(keys), reason: thrown.reason };
    throw { path: pathOf(keys), reason: "reading it threw an error, which is this error's cause.", cause: thrown };
  }
}

class Refusal {
  constructor(reason) {
    this.reason = reason;
  }
}

function pathOf([name, ...keys]) {
  return keys.reduce((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    return IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
  }, name);
}

/** The value, or a copy of it where something in it stands for another value (`toJSON`). */
function judge(value, keys, parents, maxDepth) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw new Refusal(`JSON has no ${value}: it would be sent as null, and null removes the key. Pass a finite number, or null to remove the key.`);
    case "bigint":
      throw new Refusal("JSON cannot carry a BigInt. Convert it with Number(…) or String(…).");
    case "undefined":
      throw new Refusal("undefined in an array would be sent as null. Leave the element out, or pass null.");
    case "function":
    case "symbol":
      throw new Refusal(`JSON cannot carry a ${typeof value}. Leave it out.`);
  }
  if (value === null) return null;
  if (parents.includes(value)) throw new Refusal("the value contains itself. Break the cycle.");
  if (parents.length >= maxDepth) throw new Refusal(`it nests deeper than ${maxDepth} levels. Flatten it, or store part of it as a string.`);
  if (typeof value.toJSON === "function" && !ArrayBuffer.isView(value)) return judgeToJSON(value, keys, parents, maxDepth);
  parents.push(value);
  const judged = judgeContainer(value, keys, parents, maxDepth);
  parents.pop();
  return judged;
}

function judgeContainer(value, keys, parents, maxDepth) {
  if (Array.isArray(value)) {
    let copy = value;
    for (let index = 0; index < value.length; index++) {
      const element = value[index];
      keys.push(index);
      const judged = judge(element, keys, parents, maxDepth);
      keys.pop();
      if (judged !== element) {
        if (copy === value) copy = value.slice();
        copy[index] = judged;
      }
    }
    return copy;
  }
  if (isPlainObject(value)) {
    let copy = value;
    for (const key of Object.keys(value)) {
      keys.push(key);
      const member = value[key];
      const judged = member === undefined ? undefined : judge(member, keys, parents, maxDepth);
      keys.pop();
      if (judged !== member) {
        // Without a prototype, so that a key "__proto__" stays a key.
        if (copy === value) copy = Object.assign(Object.create(null), value);
        copy[key] = judged;
      }
    }
    return copy;
  }
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === "Number" || kind === "String" || kind === "Boolean" || kind === "BigInt") {
    return judge(value.valueOf(), keys, parents, maxDepth);
  }
  const name = kind === "Object" ? (value.constructor?.name ?? "class") : kind;
  throw new Refusal(`JSON cannot carry this ${name}: it would be sent as {} or as its inner fields. Convert it to a plain object or an array.`);
}

/** What `toJSON` gives is what is sent, so that is judged, and it is asked once. */
function judgeToJSON(value, keys, parents, maxDepth) {
  const json = value.toJSON(String(keys.at(-1)));
  if (json === null) {
    throw new Refusal("its toJSON() gives null, as that of an invalid date does, and null removes the key. Pass a valid value, or null to remove the key.");
  }
  if (json === undefined && typeof keys.at(-1) === "string") return undefined;
  parents.push(value);
  const judged = judge(json, keys, parents, maxDepth);
  parents.pop();
  // Its own toJSON has been asked; JSON.stringify may not ask again.
  return judged;
}
