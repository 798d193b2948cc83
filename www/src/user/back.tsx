// The link back to the list, on screens without room for both.
import { addressOf } from "../route.js";

export const Back = () => (
  <a class="back" href={addressOf({ at: "users" })}>
    ← All users
  </a>
);
