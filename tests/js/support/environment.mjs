/** The variables that the entries read. */
const VARIABLE_NAMES = [
  ...["CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_API_VERSION"],
  ...["", "NEXT_PUBLIC_", "PUBLIC_", "VITE_"].map((prefix) => `${prefix}CLERK_PUBLISHABLE_KEY`),
];

/** Runs `action` while `process.env` has only these of Clerk's variables. */
export async function withEnvironment(variables, action) {
  const previous = VARIABLE_NAMES.map((name) => [name, process.env[name]]);
  for (const name of VARIABLE_NAMES) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    return await action();
  } finally {
    for (const [name, value] of previous) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
