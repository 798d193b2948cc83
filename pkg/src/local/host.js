/**
 * A module of Node, which Deno and Bun have too; loaded when it is used, and by no bundler: in a
 * browser or a Worker the local Backend API works without.
 */
export async function hostModule(name, purpose) {
  const found = globalThis.process?.getBuiltinModule?.(name);
  if (found !== undefined) return found;
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ name);
  } catch (cause) {
    throw new Error(`createLocalBackend: ${purpose} needs ${name}, which this runtime does not have.`, { cause });
  }
}
