// A value that is compared with another one, in little room: of lists and objects what differs, of texts the part.
import { useMemo } from "preact/hooks";
import { identical } from "../json/equal.js";
import { pathId, pathText } from "../json/path.js";
import { isArray, isObject, type Json } from "../json/value.js";
import { leaves, type Row, rowsBetween } from "../user/changes.js";
import { VisibleText } from "../visible-text.js";
import { compareTexts, isPartlySame } from "./text.js";
import { sizeText, ValueText } from "./value-text.js";

/** More differences than these are shown as a number. */
const SHOWN_ROWS = 50;

/** Texts from this many characters on are shown as one text with marks. */
const LONG = 60;

export function ValueChange({ before, after }: { before: Json; after: Json }) {
  const nested = (isArray(before) && isArray(after)) || (isObject(before) && isObject(after));
  const rows = useMemo(
    () => (nested && !identical(before, after) ? rowsBetween(before, after) : undefined),
    [before, after],
  );
  if (rows === undefined) return <ValueText value={after} other={before} side="both" excerpt />;
  const differing = leaves(rows);
  const same = rows[0]?.sameItems;
  return (
    <>
      <span class="muted">{sizeText(after)}</span>
      <ul class="value-changes">
        {differing.slice(0, SHOWN_ROWS).map((row) => (
          <li key={`${row.kind === "removed" ? "-" : ""}${pathId(row.path)}`} class={row.kind}>
            <code>
              <VisibleText text={pathText(row.path)} />
            </code>{" "}
            <RowChange row={row} />
          </li>
        ))}
        {differing.length > SHOWN_ROWS && (
          <li class="muted">and {(differing.length - SHOWN_ROWS).toLocaleString("en")} more</li>
        )}
        {same ? (
          <li class="muted">
            {same.toLocaleString("en")} more {same === 1 ? "item is" : "items are"} the same
          </li>
        ) : null}
      </ul>
    </>
  );
}

const isShownAsOne = (before: string, after: string) =>
  before.length > LONG && after.length > LONG && isPartlySame(before, after, compareTexts(before, after, "both"));

/** "3 → 4", "added: 4", "removed (was 3)" */
export function RowChange({ row: { kind, before, after, from, path } }: { row: Row }) {
  switch (kind) {
    case "added":
      return (
        <>
          added: <ValueText value={after} excerpt />
        </>
      );
    case "removed":
      return (
        <>
          removed (was <ValueText value={before} excerpt />)
        </>
      );
    case "moved":
      return (
        <>
          moved here from [{from}]: <ValueText value={after} excerpt />
        </>
      );
    default:
      // Two long texts beside each other would be the same for the most part.
      if (typeof before === "string" && typeof after === "string" && isShownAsOne(before, after))
        return <ValueText value={after} other={before} side="both" />;
      return (
        <>
          {from !== undefined && from !== path.at(-1) && <span class="muted">(was [{from}]) </span>}
          <ValueText value={before} other={after} side="before" excerpt /> →{" "}
          <ValueText value={after} other={before} side="after" excerpt />
        </>
      );
  }
}
