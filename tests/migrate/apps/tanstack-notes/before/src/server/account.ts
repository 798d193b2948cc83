import { auth, clerkClient } from '@clerk/tanstack-react-start/server'
import { createServerFn } from '@tanstack/react-start'

const clerk = () => clerkClient()

export const closeAccount = createServerFn({ method: 'POST' }).handler(async () => {
  const { userId } = await auth()
  if (!userId) throw new Error('signed out')
  await clerk().users.updateUserMetadata(userId, { privateMetadata: { closed: true } })
  await clerk().users.lockUser(userId)
})
