// The sort orders of the lists.
import type { UserOrder } from "clerk-metadata";
import type { ListKind } from "../subject.js";

/** A value of `order_by`, with its sign. */
export type Order = `+${UserOrder}` | `-${UserOrder}` | "+name" | "-members_count";

interface NamedOrder {
  order: Order;
  /** The name in the URL. */
  name: string;
  title: string;
}

const BY_CREATION: readonly NamedOrder[] = [
  { order: "-created_at", name: "newest", title: "Newest first" },
  { order: "+created_at", name: "oldest", title: "Oldest first" },
];

export const ORDERS: Record<ListKind, readonly NamedOrder[]> = {
  users: [
    ...BY_CREATION,
    { order: "-updated_at", name: "updated", title: "Last updated first" },
    { order: "+first_name", name: "first-name", title: "First name" },
    { order: "+last_name", name: "last-name", title: "Last name" },
    { order: "+email_address", name: "email", title: "Email" },
    { order: "-last_active_at", name: "active", title: "Last active first" },
  ],
  organizations: [
    ...BY_CREATION,
    { order: "+name", name: "name", title: "Name" },
    { order: "-members_count", name: "members", title: "Most members first" },
  ],
};

export const DEFAULT_ORDER: Order = "-created_at";

export const nameOfOrder = (kind: ListKind, order: Order) => ORDERS[kind].find((item) => item.order === order)?.name;

/** Returns the default order for an unknown name. */
export const orderOfName = (kind: ListKind, name: string | null): Order =>
  ORDERS[kind].find((item) => item.name === name)?.order ?? DEFAULT_ORDER;
