// How full the three metadata are, in a row of the list.
import { LIMIT } from "../limits.js";
import type { Row } from "./row.js";

const kb = (bytes: number) => (bytes < 1000 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`);

export function Sizes({ sizes }: { sizes: Row["sizes"] }) {
  return (
    <span class="sizes">
      {Object.entries(sizes).map(([name, bytes]) => (
        <span key={name} class={bytes > LIMIT * 0.9 ? "size full" : "size"}>
          <span class="size-name">{name} </span>
          {bytes <= 2 ? "–" : kb(bytes)}
        </span>
      ))}
    </span>
  );
}
