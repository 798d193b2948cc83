// Only clerkClient() reads the request in this page. It also finds the key of the middleware.
import { clerkClient } from "clerk-metadata/nextjs";
import { Theme } from "../theme";

async function StoredTheme() {
  const client = await clerkClient();
  const { data } = await client.users.getUserList({ limit: 1 });
  return <b>{String(data[0]?.publicMetadata.theme)}</b>;
}

export default () => <Theme children={<StoredTheme />} />;
