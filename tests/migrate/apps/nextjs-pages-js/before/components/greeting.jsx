import { currentUser } from "@clerk/nextjs/server";

export async function Greeting() {
  const user = await currentUser();
  return <p>Hello {user?.firstName}</p>;
}
