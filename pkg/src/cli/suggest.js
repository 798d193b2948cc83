/** The share of a name that may be wrong. */
const MAX_ERROR_SHARE = 0.4;

/**
 * The name that was probably meant; `undefined` if none is similar.
 * @param {string} typed
 * @param {readonly string[]} names
 */
export function suggest(typed, names) {
  const maxDistance = Math.max(1, Math.floor(typed.length * MAX_ERROR_SHARE));
  /** @type {[distance: number, name: string | undefined]} */
  let best = [maxDistance + 1, undefined];
  for (const name of names) {
    const isPrefix = typed.length >= 2 && name.startsWith(typed);
    const distance = isPrefix ? 1 : distanceBetween(typed.toLowerCase(), name);
    if (distance < best[0] && distance < name.length) best = [distance, name];
  }
  return best[1];
}

/**
 * " Did you mean --port?", or nothing.
 * @param {string | undefined} name
 */
export const didYouMean = (name) => (name === undefined ? "" : ` Did you mean ${name}?`);

/**
 * The number of characters to insert, remove, replace or swap with their neighbor.
 * @param {string} from
 * @param {string} to
 */
function distanceBetween(from, to) {
  /** @type {number[]} */
  let beforePrevious = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        previous[column] + 1,
        current[column - 1] + 1,
        previous[column - 1] + (isSame ? 0 : 1),
        isSwapped ? beforePrevious[column - 2] + 1 : Infinity,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[to.length];
}
