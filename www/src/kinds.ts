// The words for the two lists.
import type { ListKind } from "./subject.js";

export interface ListWords {
  /** The title of the tab and of the list. */
  title: string;
  one: string;
  many: string;
  searchHint: string;
  /** Where the search looks. */
  searched: string;
}

export const LIST_WORDS: Record<ListKind, ListWords> = {
  users: {
    title: "Users",
    one: "user",
    many: "users",
    searchHint: "Name, email or ID",
    searched: "name, email or ID",
  },
  organizations: {
    title: "Organizations",
    one: "organization",
    many: "organizations",
    searchHint: "Name, slug or ID",
    searched: "name, slug or ID",
  },
};

export const LIST_KINDS: readonly ListKind[] = ["users", "organizations"];
