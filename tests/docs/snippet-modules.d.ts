// The modules that snippets import and that the tests do not install.
declare module "react" {
  export function cache<F>(uncached: F): F;
}
