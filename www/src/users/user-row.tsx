// A row of the list, and the column headings.
import { Fragment } from "preact";
import { useMemo } from "preact/hooks";
import { FIELD_INFO, FIELDS } from "../fields.js";
import type { ListKind } from "../subject.js";
import { Time } from "../time.js";
import { VisibleText } from "../visible-text.js";
import { Avatar } from "./avatar.js";
import type { Row } from "./row.js";

/** Hidden from screen readers, because a listbox has no headings. Each row contains labels for screen readers. */
export const Headings = ({ kind }: { kind: ListKind }) => (
  <div class="headings columns" aria-hidden="true">
    <span class="name">{kind === "users" ? "User" : "Organization"}</span>
    <span class="contact">
      <span class="id">ID</span>
    </span>
    <span class="excerpt">
      <span class="metadata">Metadata</span>
      {FIELDS.filter((field) => kind === "users" || field !== "unsafeMetadata").map((field) => (
        <span key={field} class={`values ${field}`}>
          {FIELD_INFO[field].title} metadata
        </span>
      ))}
    </span>
    <span class="created">Created</span>
    <span class="updated">Updated</span>
  </div>
);

export function UserRow({ row }: { row: Row }) {
  return useMemo(
    () => (
      <>
        <Avatar name={row.name} image={row.image} />
        <span class="name">
          <VisibleText text={row.name} />
        </span>
        <span class="contact">
          <span class="email">
            <VisibleText text={row.detail} />
          </span>
          <span class="id">
            <VisibleText text={row.id} />
          </span>
        </span>
        <span class="excerpt">
          {row.nearlyFull.length > 0 && <span class="nearly-full">{row.nearlyFull.join(", ")}</span>}
          {FIELDS.map((field) => (
            <Values key={field} row={row} field={field} />
          ))}
          {FIELDS.every((field) => row.excerpt[field].length === 0) && <span class="no-metadata">No metadata</span>}
        </span>
        <span class="created">
          <span class="for-readers">created </span>
          <Time at={row.createdAt} />
        </span>
        <span class="updated">
          <span class="for-readers">updated </span>
          <Time at={row.updatedAt} />
        </span>
      </>
    ),
    [row],
  );
}

function Values({ row, field }: { row: Row; field: keyof Row["excerpt"] }) {
  return (
    <span class={`values ${field}`}>
      {row.excerpt[field].map(({ key, value }, index) => (
        <Fragment key={key}>
          <span class="value">
            {index === 0 && <span class="field-name">{FIELD_INFO[field].title}</span>}{" "}
            <span class="value-key">
              <VisibleText text={key} />:
            </span>{" "}
            <VisibleText text={value} />
          </span>{" "}
        </Fragment>
      ))}
    </span>
  );
}
