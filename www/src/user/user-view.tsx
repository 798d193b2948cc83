// The open user: name, facts, the three fields, and the bar that applies the change.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { StoredUser } from "../api.js";
import { FIELDS } from "../fields.js";
import { EMPTY } from "../json/value.js";
import { beforeLeaving } from "../route.js";
import { Time } from "../time.js";
import { Avatar } from "../users/avatar.js";
import { emailOf, nameOf } from "../users/row.js";
import { merge } from "../worker/call.js";
import { ApplyBar } from "./apply-bar.js";
import { ApplyFlow } from "./apply-flow.js";
import { Back } from "./back.js";
import { Copy } from "./copy.js";
import { UserEdit } from "./edit.js";
import { FieldPane } from "./field-pane.js";
import { useUndoKeys } from "./undo-keys.js";

export function UserView({ stored: opened }: { stored: StoredUser }) {
  const edit = useMemo(() => new UserEdit(opened), [opened]);
  const flow = useMemo(() => new ApplyFlow(edit), [edit]);
  const title = useRef<HTMLHeadingElement>(null);
  const { user } = edit.stored.value;
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
            ? "Leave this user? A change is being applied, and its result would not be shown."
            : "Leave this user? Your changes are not applied yet and would be lost.",
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
          <Avatar name={nameOf(user)} image={user.hasImage ? user.imageUrl : undefined} />
          <div class="user-who">
            <h2 ref={title} tabIndex={-1}>
              {nameOf(user)}
            </h2>
            <p>{emailOf(user)}</p>
          </div>
          <dl class="user-facts">
            <div>
              <dt>ID</dt>
              <dd>
                <code>{user.id}</code> <Copy text={user.id} what="ID" />
              </dd>
            </div>
            <div>
              <dt>Created</dt>
              <dd>
                <Time at={user.createdAt} />
              </dd>
            </div>
            <div>
              <dt>Updated</dt>
              <dd>
                <Time at={user.updatedAt} />
              </dd>
            </div>
          </dl>
          <button type="button" aria-disabled={flow.busy.value} onClick={() => flow.reload()}>
            Reload
          </button>
        </div>
        <div class="fields">
          {FIELDS.map((field) => (
            <FieldPane key={field} edit={edit.fields[field]} discard={() => edit.discard([field])} />
          ))}
        </div>
      </div>
      <ApplyBar edit={edit} flow={flow} />
    </>
  );
}
