/**
 * Why a text is not a secret key, without quoting it; `undefined` if it may be one.
 * @param {string} key
 */
export function secretKeyProblem(key) {
  if (key === "") return "it is empty. Give a key, or leave it out to accept every key that begins with sk_.";
  if (key.startsWith("pk_")) return "this is a publishable key. Give the secret key, which begins with sk_.";
  if (!/^[!-~]*$/.test(key))
    return "it holds white space, a control character or a character outside ASCII. Give the key without quotes or a line break.";
  return /^sk_./.test(key) ? undefined : "a secret key begins with sk_.";
}
