import { Suspense, type ReactNode } from "react";

/** The theme of a user, as late as its page allows. */
export function Theme({ children }: { children: ReactNode }) {
  return <Suspense fallback={<i>loading</i>}>{children}</Suspense>;
}
