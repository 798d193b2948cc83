import { clerkClient } from "@clerk/nextjs/server";

export default async function AdminDashboard(params: { searchParams: Promise<{ search?: string }> }) {
  const query = (await params.searchParams).search;
  const client = await clerkClient();
  const users = query ? (await client.users.getUserList({ query })).data : [];
  return users.map((user) => user.emailAddresses.find((email) => email.id === user.primaryEmailAddressId)?.emailAddress);
}
