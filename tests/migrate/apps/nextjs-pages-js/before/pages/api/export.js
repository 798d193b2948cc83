export default async function handler(req, res) {
  const { clerkClient } = await import("@clerk/nextjs/server");
  const clerk = await clerkClient();
  const page = await clerk.users.getUserList({ limit: 500 });
  const organizations = await clerk.organizations.getOrganizationList();
  res.status(200).json({ users: page.totalCount, organizations: organizations.totalCount });
}
