import { Suspense, type ReactNode } from "react";

/** Streams the theme of a user. */
export function Theme({ children }: { children: ReactNode }) {
  return <Suspense fallback={<i>loading</i>}>{children}</Suspense>;
}
