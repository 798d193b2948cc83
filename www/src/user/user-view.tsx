// The open user, organization or member: name, facts, the fields, and the bar that applies the change.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Stored } from "../api.js";
import { EMPTY } from "../json/value.js";
import { addressOf, beforeLeaving } from "../route.js";
import { fieldsOf, shownId } from "../subject.js";
import { Time } from "../time.js";
import { Avatar } from "../users/avatar.js";
import { merge } from "../worker/call.js";
import { ApplyBar } from "./apply-bar.js";
import { ApplyFlow } from "./apply-flow.js";
import { Back } from "./back.js";
import { Copy } from "./copy.js";
import { UserEdit } from "./edit.js";
import { FieldPane } from "./field-pane.js";
import { Members } from "./members.js";
import { useUndoKeys } from "./undo-keys.js";

export function UserView({ stored: opened }: { stored: Stored }) {
  const edit = useMemo(() => new UserEdit(opened), [opened]);
  const flow = useMemo(() => new ApplyFlow(edit), [edit]);
  const title = useRef<HTMLHeadingElement>(null);
  const { subject, name, detail, image, createdAt, updatedAt } = edit.stored.value;
  const { kind } = subject;
  useUndoKeys(edit);

  // Before the browser paints: afterwards, the focus may already be in a value that was clicked.
  useLayoutEffect(() => {
    title.current?.focus({ preventScroll: true });
    // Loads the worker now, because the network may be unavailable later.
    merge(EMPTY, EMPTY).catch(() => {});
    const unsaved = () => edit.changed.value.length > 0 || flow.busy.value;
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    addEventListener("beforeunload", onUnload);
    beforeLeaving(
      () =>
        !unsaved() ||
        confirm(
          flow.busy.value
            ? `Leave this ${kind}? A change is being applied, and its result would not be shown.`
            : `Leave this ${kind}? Your changes are not applied yet and would be lost.`,
        ),
    );
    return () => {
      removeEventListener("beforeunload", onUnload);
      beforeLeaving(undefined);
      edit.dispose();
    };
  }, [edit]);

  return (
    <>
      <div class="user-scroll">
        <Back />
        <div class="user-head">
          <Avatar name={name} image={image} />
          <div class="user-who">
            <h2 ref={title} tabIndex={-1}>
              {name}
            </h2>
            <p>{detail}</p>
          </div>
          <dl class="user-facts">
            <div>
              <dt>{subject.kind === "membership" ? "User ID" : "ID"}</dt>
              <dd>
                <code>{shownId(subject)}</code> <Copy text={shownId(subject)} what="ID" />
              </dd>
            </div>
            {subject.kind === "membership" && (
              <div>
                <dt>Organization</dt>
                <dd>
                  <a href={addressOf({ at: "organization", id: subject.organizationId })}>{subject.organizationId}</a>
                </dd>
              </div>
            )}
            <div>
              <dt>Created</dt>
              <dd>
                <Time at={createdAt} />
              </dd>
            </div>
            <div>
              <dt>Updated</dt>
              <dd>
                <Time at={updatedAt} />
              </dd>
            </div>
          </dl>
          <button type="button" aria-disabled={flow.busy.value} onClick={() => flow.reload()}>
            Reload
          </button>
        </div>
        <div class="fields">
          {fieldsOf(subject).map((field) => (
            <FieldPane key={field} edit={edit.fields[field]} discard={() => edit.discard([field])} />
          ))}
        </div>
        {subject.kind === "organization" && <Members organizationId={subject.id} />}
      </div>
      <ApplyBar edit={edit} flow={flow} />
    </>
  );
}
