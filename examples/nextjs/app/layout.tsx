import { ClerkProvider, Show, SignInButton, UserButton } from "@clerk/nextjs";
import type { ReactNode } from "react";

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <ClerkProvider>
          <Show when="signed-out" fallback={<UserButton />}>
            <SignInButton />
          </Show>
          {children}
        </ClerkProvider>
      </body>
    </html>
  );
}
