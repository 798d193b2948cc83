'use server'

import { clerkClient, auth } from '@clerk/nextjs/server'
import { syncProfile } from '@/lib/profile'

async function requireAdmin() {
  const { sessionClaims } = await auth()
  if (!sessionClaims) throw new Error('Not authorized')
}

export async function setRole(formData: FormData) {
  await requireAdmin()
  const client = await clerkClient()
  const id = formData.get('id') as string

  await client.users.updateUserMetadata(id, {
    publicMetadata: { role: formData.get('role') as 'admin' | 'moderator' },
  })
  // A new role needs a new session.
  const sessions = await client.sessions.getSessionList({ userId: id })
  await Promise.all(sessions.data.map(({ id }) => client.sessions.revokeSession(id)))
}

export async function removeRole(formData: FormData) {
  await requireAdmin()
  const { users } = await clerkClient()
  await users.updateUserMetadata(formData.get('id') as string, { publicMetadata: { role: null } as never })
}

export async function inviteMember(emailAddress: string) {
  await requireAdmin()
  const client = await clerkClient()
  return (await client.invitations.createInvitation({ emailAddress })).id
}

export async function refreshProfile(userId: string) {
  await syncProfile(await clerkClient(), userId)
}
