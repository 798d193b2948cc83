/**
 * Why a text is not a secret key, without quoting it; `undefined` if it may be one.
 * @param {string} key
 */
export function secretKeyProblem(key) {
  if (key === "") return "it is empty. Pass a key, or omit it to accept every key that starts with sk_.";
  if (key.startsWith("pk_")) return "this is a publishable key. Pass the secret key, which starts with sk_.";
  if (!/^[!-~]*$/.test(key))
    return "it contains white space, a control character or a non-ASCII character. Pass the key without quotes or a line break.";
  return /^sk_./.test(key) ? undefined : "a secret key starts with sk_.";
}
