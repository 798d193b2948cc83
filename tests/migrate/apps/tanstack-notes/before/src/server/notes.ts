import { auth, clerkClient } from '@clerk/tanstack-react-start/server'
import { createServerFn } from '@tanstack/react-start'

export const pinNote = createServerFn({ method: 'POST' }).handler(async () => {
  const { userId } = await auth()
  if (!userId) throw new Error('signed out')
  await clerkClient().users.updateUserMetadata(userId, { unsafeMetadata: { pinned: 'note_1' } })
})
