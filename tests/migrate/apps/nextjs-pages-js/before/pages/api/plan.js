import { clerkClient, getAuth } from '@clerk/nextjs/server'

/** @param {import('next').NextApiRequest} req */
export default async function handler(req, res) {
  const { userId } = getAuth(req)
  if (!userId) return res.status(401).json({ error: 'Unauthorized' })

  const client = await clerkClient()
  const user = await client.users.getUser(userId)
  const credits = (user.privateMetadata.credits ?? 0) + 1
  await client.users.updateUserMetadata(userId, { privateMetadata: { credits } })
  res.status(200).json({ credits })
}
