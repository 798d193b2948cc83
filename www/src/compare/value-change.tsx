// The difference between two values in little space: the items and keys that differ, or the part of a text.
import { useMemo } from "preact/hooks";
import { identical } from "../json/equal.js";
import { pathId, pathText } from "../json/path.js";
import { isArray, isObject, type Json } from "../json/value.js";
import { leaves, type Row, rowsBetween } from "../user/changes.js";
import { VisibleText } from "../visible-text.js";
import { compareTexts, isPartlySame } from "./text.js";
import { sizeText, ValueText } from "./value-text.js";

/** The number of differences that are shown. */
const SHOWN_ROWS = 50;

/** Longer texts are shown as one text with marks. */
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
          <ChangedRow key={rowId(row)} row={row} />
        ))}
        {differing.length > SHOWN_ROWS && (
          <li class="muted">and {(differing.length - SHOWN_ROWS).toLocaleString("en")} more</li>
        )}
        {same ? (
          <li class="muted">
            {same.toLocaleString("en")} unchanged {same === 1 ? "item" : "items"}
          </li>
        ) : null}
      </ul>
    </>
  );
}

const isShownAsOne = (before: string, after: string) =>
  before.length > LONG && after.length > LONG && isPartlySame(before, after, compareTexts(before, after, "both"));

/** Different texts for different rows: a key that was removed can also be added. */
export const rowId = ({ kind, path }: Row): string => `${kind === "removed" ? "-" : ""}${pathId(path)}`;

export const ChangedRow = ({ row }: { row: Row }) => (
  <li class={row.kind}>
    <code>
      <VisibleText text={pathText(row.path)} />
    </code>{" "}
    <RowChange row={row} />
  </li>
);

/** "3 → 4", "added: 4", "removed (was 3)" */
function RowChange({ row: { kind, before, after, from, path } }: { row: Row }) {
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
      // Two long texts side by side would be mostly equal.
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
