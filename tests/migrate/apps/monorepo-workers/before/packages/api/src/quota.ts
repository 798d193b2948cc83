import { getClerk, type Env } from "../../clerk/src/index";

export async function addQuota(env: Env, userId: string, amount: number) {
  const clerk = getClerk(env);
  const { privateMetadata } = await clerk.users.getUser(userId);
  const quota = Number(privateMetadata.quota ?? 0) + amount;
  await clerk.users.updateUserMetadata(userId, { privateMetadata: { quota } });
  return quota;
}
