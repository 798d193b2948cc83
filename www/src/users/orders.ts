// The sort orders of the list.
import type { UserOrder } from "clerk-metadata";

export type Order = `+${UserOrder}` | `-${UserOrder}`;

/** `name` is the name in the URL. */
export const ORDERS: readonly { order: Order; name: string; title: string }[] = [
  { order: "-created_at", name: "newest", title: "Newest first" },
  { order: "+created_at", name: "oldest", title: "Oldest first" },
  { order: "-updated_at", name: "updated", title: "Last updated first" },
  { order: "+first_name", name: "first-name", title: "First name" },
  { order: "+last_name", name: "last-name", title: "Last name" },
  { order: "+email_address", name: "email", title: "Email" },
  { order: "-last_active_at", name: "active", title: "Last active first" },
];

export const DEFAULT_ORDER: Order = "-created_at";

export const nameOfOrder = (order: Order) => ORDERS.find((item) => item.order === order)?.name;

/** Returns the default order for an unknown name. */
export const orderOfName = (name: string | null): Order =>
  ORDERS.find((item) => item.name === name)?.order ?? DEFAULT_ORDER;
