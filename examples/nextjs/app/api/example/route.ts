import { auth } from "@clerk/nextjs/server";
import { clerkClient } from "clerk-metadata/nextjs";
import { NextResponse } from "next/server";

export async function POST() {
  const { userId } = await auth();
  if (!userId) return NextResponse.json({ error: "signed out" }, { status: 401 });
  const client = await clerkClient();

  await client.users.updateUserMetadata(userId, {
    publicMetadata: {
      birthday: "1990-01-01",
    },
  });

  return NextResponse.json({ success: true });
}
