import { ClerkProvider, Show, SignInButton, UserButton } from "@clerk/tanstack-react-start";
import { createRootRoute, HeadContent, Scripts } from "@tanstack/react-router";
import type { ReactNode } from "react";

export const Route = createRootRoute({ shellComponent: Document });

function Document({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <HeadContent />
      </head>
      <body>
        <ClerkProvider>
          <Show when="signed-out" fallback={<UserButton />}>
            <SignInButton />
          </Show>
          {children}
        </ClerkProvider>
        <Scripts />
      </body>
    </html>
  );
}
