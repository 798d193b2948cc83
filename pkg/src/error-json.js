/**
 * The `toJSON` of this package's errors: `JSON.stringify` would omit the name and the message. The cause is omitted,
 * because it is an object of other code.
 * @this {Error}
 */
export function errorToJSON() {
  const { name, message } = this;
  return Object.assign({ name, message }, this);
}
