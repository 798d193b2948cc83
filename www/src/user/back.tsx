// The link back to the list, on screens without room for both.
import { addressOf, listKind } from "../route.js";

export const Back = () => (
  <a class="back" href={addressOf({ at: listKind.value })}>
    ← All {listKind.value}
  </a>
);
