"use server";

import { auth } from "@clerk/nextjs/server";
import { clerkClient } from "clerk-metadata/nextjs";

export async function saveBirthday(form: FormData) {
  const { userId } = await auth.protect();
  const client = await clerkClient();

  await client.users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: String(form.get("birthday")),
    },
  });
}
