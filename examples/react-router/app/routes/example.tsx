import { getAuth } from "@clerk/react-router/server";
import { clerkClient } from "clerk-metadata/react-router";
import { data } from "react-router";
import type { Route } from "./+types/example";

export async function loader(args: Route.LoaderArgs) {
  const { userId } = await getAuth(args);
  if (!userId) return data({ error: "signed out" }, { status: 401 });

  await clerkClient.users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: "1990-01-01",
    },
  });
  return { success: true };
}

/** clerkClient(args) reads the environment variables from the context, so it also works on Workers. */
export async function action(args: Route.ActionArgs) {
  const { userId } = await getAuth(args);
  if (!userId) return data({ error: "signed out" }, { status: 401 });

  await clerkClient(args).users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: "1990-01-01",
    },
  });
  return { success: true };
}
