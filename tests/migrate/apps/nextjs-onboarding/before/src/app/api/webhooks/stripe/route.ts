import * as clerk from "@clerk/nextjs/server";

export async function POST(request: Request): Promise<Response> {
  const event: { type: string; userId: string } = await request.json();
  if (event.type === "checkout.session.completed") {
    const client = await clerk.clerkClient();
    await client.users.updateUserMetadata(event.userId, { publicMetadata: { plan: "pro" } });
  }
  return new Response(null, { status: 204 });
}
