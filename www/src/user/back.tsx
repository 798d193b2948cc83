// The way back where the list has no room beside.
import { addressOf } from "../route.js";

export const Back = () => (
  <a class="back" href={addressOf({ at: "users" })}>
    ← All users
  </a>
);
