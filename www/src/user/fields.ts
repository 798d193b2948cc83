// The three metadata fields, and what each is for.

export const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"] as const;
export type Field = (typeof FIELDS)[number];

export interface About {
  title: string;
  /** Who can read it, who can write it. */
  access: string;
  /** Whether it is sensible in a session token. */
  inToken: boolean;
}

export const ABOUT: Record<Field, About> = {
  publicMetadata: { title: "Public", access: "The frontend and the backend read it; only the backend writes it.", inToken: true },
  privateMetadata: { title: "Private", access: "Only the backend reads and writes it.", inToken: false },
  unsafeMetadata: { title: "Unsafe", access: "The frontend and the backend read it and write it: users can change it themselves.", inToken: true },
};

export const wireOf = (field: Field): string => field.replace("M", "_m");
