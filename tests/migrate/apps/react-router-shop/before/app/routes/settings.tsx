import { redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from "react-router";
import { clerkClient, getAuth } from "@clerk/react-router/server";

export async function loader(args: LoaderFunctionArgs) {
  const { userId } = await getAuth(args);
  if (!userId) return redirect("/sign-in");
  const user = await clerkClient(args).users.getUser(userId);
  return { currency: user.publicMetadata.currency };
}

export async function action(args: ActionFunctionArgs) {
  const { userId } = await getAuth(args);
  if (!userId) throw new Response(null, { status: 401 });
  const form = await args.request.formData();
  await clerkClient(args).users.updateUserMetadata(userId, {
    publicMetadata: { currency: String(form.get("currency")) },
  });
  return redirect("/settings");
}
