// A view of an object in which some values are replaced. The object itself is not changed, and its methods run with it
// as `this`, because private fields (`#name`) exist only there.

/**
 * What a view replaces: `replaces` is whether a name can be replaced, and `replace` returns the value that is read
 * instead of the one of the object.
 * @typedef {{ replaces(name: PropertyKey): boolean, replace(name: PropertyKey, value: unknown): unknown }} Replacement
 */

/**
 * Creates the view. What is set, defined or deleted on the view concerns only the view, such as the spy of a test. Only
 * a setter runs with the object.
 * @template {object} T
 * @param {T} original
 * @param {Replacement} replacement
 * @returns {T}
 */
export function replaceValues(original, { replaces, replace }) {
  const written = Object.create(null);
  /** @type {WeakMap<object, object>} */
  const functions = new WeakMap();
  /** Whether the view cannot be extended. The target of the proxy then has all values, as proxies require. */
  let isLocked = false;

  /** @param {PropertyKey} name */
  const read = (name) => {
    if (Object.hasOwn(written, name)) return Reflect.get(written, name, view);
    const value = Reflect.get(original, name);
    const replaced = replaces(name) ? replace(name, value) : value;
    return replaced === value && typeof value === "function" && name !== "constructor" ? withReceiver(value) : replaced;
  };

  /**
   * The function, called with the object as `this` instead of the view. It is a proxy, so that its own properties stay.
   * @param {Function} method
   */
  const withReceiver = (method) => {
    const known = functions.get(method);
    if (known !== undefined) return known;
    const proxy = new Proxy(method, {
      apply: (_, receiver, args) => {
        const result = Reflect.apply(method, receiver === view ? original : receiver, args);
        return result === original ? view : result;
      },
    });
    functions.set(method, proxy);
    return proxy;
  };

  /**
   * @param {PropertyKey} name
   * @param {PropertyDescriptor} descriptor
   */
  const write = (name, descriptor) =>
    // A spy that is removed writes the method of the object, which runs with the object again.
    !replaces(name) && descriptor.value !== undefined && descriptor.value === Reflect.get(original, name)
      ? Reflect.deleteProperty(written, name)
      : Reflect.defineProperty(written, name, { ...descriptor, configurable: true });

  /** @param {PropertyKey} name */
  const describe = (name) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(Object.hasOwn(written, name) ? written : original, name);
    if (!Object.hasOwn(written, name) && replaces(name)) {
      const value = read(name);
      // An own property of the view even if the object inherits it, so that a spy finds the replaced value.
      if (value !== undefined)
        return { value, writable: true, enumerable: descriptor?.enumerable ?? false, configurable: true };
    }
    return descriptor && { ...descriptor, configurable: true };
  };

  const keys = () => [...new Set([...Reflect.ownKeys(original), ...Reflect.ownKeys(written)])];

  const target = copyOf(original);
  const view = /** @type {T} */ (
    new Proxy(target, {
      get: (_, name) => {
        if (isLocked && Object.hasOwn(target, name)) return Reflect.get(target, name);
        return isLocked && !Reflect.has(target, name) ? undefined : read(name);
      },
      set: (_, name, value) => {
        if (isLocked) return Reflect.set(target, name, value);
        if (!replaces(name) && !Object.hasOwn(written, name) && hasSetter(original, name))
          return Reflect.set(original, name, value);
        return write(name, { value, writable: true, enumerable: true });
      },
      has: (_, name) => Object.hasOwn(written, name) || Reflect.has(isLocked ? target : original, name),
      ownKeys: () => (isLocked ? Reflect.ownKeys(target) : keys()),
      defineProperty: (_, name, descriptor) =>
        isLocked ? Reflect.defineProperty(target, name, descriptor) : write(name, descriptor),
      deleteProperty: (_, name) => Reflect.deleteProperty(isLocked ? target : written, name),
      getOwnPropertyDescriptor: (_, name) =>
        isLocked ? Reflect.getOwnPropertyDescriptor(target, name) : describe(name),
      preventExtensions: () => {
        for (const name of Reflect.ownKeys(target)) Reflect.deleteProperty(target, name);
        for (const name of keys()) {
          const { enumerable } = /** @type {PropertyDescriptor} */ (describe(name));
          Reflect.defineProperty(target, name, { value: read(name), enumerable, writable: true, configurable: true });
        }
        isLocked = true;
        return Reflect.preventExtensions(target);
      },
    })
  );
  return view;
}

/**
 * The target of the proxy, which is what `console.log` prints. It is a copy: a proxy must return the values of constant
 * properties of its target, and the object may be frozen at any time.
 * @param {object} original
 */
function copyOf(original) {
  const descriptors = Object.getOwnPropertyDescriptors(original);
  for (const descriptor of Object.values(descriptors)) descriptor.configurable = true;
  return Object.create(Object.getPrototypeOf(original), descriptors);
}

/**
 * @param {object | null} object
 * @param {PropertyKey} name
 * @returns {boolean}
 */
function hasSetter(object, name) {
  for (let owner = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(owner, name);
    if (descriptor !== undefined) return descriptor.set !== undefined;
  }
  return false;
}
