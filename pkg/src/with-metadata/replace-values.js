// A view of an object in which some values are replaced. The object itself is not changed, and its methods run with it
// as `this`, because private fields (`#name`) exist only there.

/**
 * What a view replaces: `replaces` is whether a name can be replaced, and `replace` returns the value that is read
 * instead of the one of the object.
 * @typedef {{ replaces(name: PropertyKey): boolean, replace(name: PropertyKey, value: unknown): unknown }} Replacement
 */

/**
 * Creates the view. A replaced value that is set on the view, such as by the spy of a test, is kept in the view. All
 * other changes are made to the object.
 * @template {object} T
 * @param {T} original
 * @param {Replacement} replacement
 * @returns {T}
 */
export function replaceValues(original, { replaces, replace }) {
  const written = Object.create(null);
  /** @type {WeakMap<object, object>} */
  const functions = new WeakMap();

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

  const view = /** @type {T} */ (
    new Proxy(proxyTarget(original), {
      get: (_, name) => read(name),
      set: (_, name, value) =>
        replaces(name)
          ? Reflect.defineProperty(written, name, { value, writable: true, enumerable: true, configurable: true })
          : Reflect.set(original, name, value),
      defineProperty: (_, name, descriptor) =>
        replaces(name)
          ? Reflect.defineProperty(written, name, { ...descriptor, configurable: true })
          : Reflect.defineProperty(original, name, descriptor),
      deleteProperty: (_, name) => Reflect.deleteProperty(replaces(name) ? written : original, name),
      getOwnPropertyDescriptor: (target, name) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(target, name);
        if (!replaces(name)) return descriptor;
        if (Object.hasOwn(written, name)) return Reflect.getOwnPropertyDescriptor(written, name);
        const value = read(name);
        // An own property of the view even if the object inherits it, so that a spy finds the replaced value.
        if (value === undefined) return descriptor;
        return { value, writable: true, enumerable: descriptor?.enumerable ?? false, configurable: true };
      },
    })
  );
  return view;
}

/**
 * The target of the proxy: the object, which is what `console.log` prints. A proxy must return the values of constant
 * properties of its target, so an object with such properties, which may be frozen, is copied.
 * @param {object} original
 */
function proxyTarget(original) {
  const descriptors = Object.getOwnPropertyDescriptors(original);
  const isConstant = Object.values(descriptors).some(({ configurable }) => !configurable);
  if (!isConstant && Object.isExtensible(original)) return original;
  for (const descriptor of Object.values(descriptors)) descriptor.configurable = true;
  return Object.create(Object.getPrototypeOf(original), descriptors);
}
