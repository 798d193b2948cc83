// Uses the client of the main entry, which has no code for Next.js.
import { createClerkClient } from "clerk-metadata";
import { Theme } from "../theme";

const clerk = createClerkClient({ secretKey: process.env.TENANT_SECRET_KEY, apiUrl: process.env.CLERK_API_URL });

async function StoredTheme() {
  const { data } = await clerk.users.getUserList({ limit: 1 });
  return <b>{String(data[0]?.publicMetadata.theme)}</b>;
}

export default () => <Theme children={<StoredTheme />} />;
