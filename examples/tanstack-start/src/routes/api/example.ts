import { auth } from "@clerk/tanstack-react-start/server";
import { createFileRoute } from "@tanstack/react-router";
import { clerkClient } from "clerk-metadata/tanstack-react-start";

export const Route = createFileRoute("/api/example")({
  server: {
    handlers: {
      POST: async () => {
        const { userId } = await auth();
        if (!userId) return Response.json({ error: "signed out" }, { status: 401 });

        await clerkClient().users.updateUserMetadata(userId, {
          publicMetadata: {
            birthday: "1990-01-01",
          },
        });

        return Response.json({ success: true });
      },
    },
  },
});
