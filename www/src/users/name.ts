// How a user is called.
import type { User } from "clerk-metadata";

export const nameOf = (user: User): string => user.fullName || user.username || emailOf(user) || user.id;

export const emailOf = (user: User): string => (user.primaryEmailAddress ?? user.emailAddresses[0])?.emailAddress ?? "";
