// Turns the comments of a snippet into assertions: `user.id; // "user_2abc"` asserts that `user.id` is `"user_2abc"`.

const LINE = /^(?<indent>\s*)(?<expression>[^\s].*?); \/\/ (?<expected>.+)$/;
const STATEMENT = /^(const|let|return|throw|if|export|import)\b/;
const LITERAL = /^(?:[[{"'`]|-?\d|true$|false$|null$|undefined$)/;
const LOGGED = /^console\.log\((.*)\)$/;

function isLiteral(text) {
  if (!LITERAL.test(text)) return false;
  try {
    new Function(`return (${text});`);
    return true;
  } catch {
    return false;
  }
}

/** The code with assertions, and how many there are. `globalThis.assertValue` receives the number of an assertion. */
export function addAssertions(code) {
  let count = 0;
  const lines = code.split("\n").map((line) => {
    const { indent, expression, expected } = LINE.exec(line)?.groups ?? {};
    if (expression === undefined || STATEMENT.test(expression) || !isLiteral(expected)) return line;
    const value = LOGGED.exec(expression)?.[1] ?? expression;
    return `${indent}assertValue(${count++}, (${value}), (${expected}));`;
  });
  return { code: lines.join("\n"), count };
}
