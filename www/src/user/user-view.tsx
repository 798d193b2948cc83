// An open user: who it is, the three fields, and the change that is being made.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { getUser, type StoredUser } from "../api.js";
import { FIELDS } from "../fields.js";
import { explain, type Explained } from "../errors.js";
import { beforeLeaving } from "../route.js";
import { Time } from "../time.js";
import { Avatar } from "../users/avatar.js";
import { emailOf, nameOf } from "../users/row.js";
import { ApplyBar } from "./apply-bar.js";
import { Back } from "./back.js";
import { Copy } from "./copy.js";
import { UserEdit } from "./edit.js";
import { Failure } from "./failure.js";
import { FieldPane } from "./field-pane.js";

export function UserView({ stored: opened }: { stored: StoredUser }) {
  const edit = useMemo(() => new UserEdit(opened), [opened]);
  const failure = useSignal<Explained | undefined>(undefined);
  const title = useRef<HTMLHeadingElement>(null);
  const { user } = edit.stored.value;

  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    const unsaved = () => edit.changed.value.length > 0;
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    addEventListener("beforeunload", onUnload);
    beforeLeaving(() => !unsaved() || confirm("Leave this user? What you have typed is not applied yet, and would be lost."));
    return () => {
      removeEventListener("beforeunload", onUnload);
      beforeLeaving(undefined);
      edit.dispose();
    };
  }, [edit]);

  async function reload() {
    if (edit.changed.value.length > 0 && !confirm("Load the user anew? What you have typed is not applied yet, and would be lost.")) return;
    failure.value = undefined;
    try {
      edit.reset(await getUser(user.id));
    } catch (error) {
      failure.value = explain(error);
    }
  }

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
              <dt>Id</dt>
              <dd>
                <code>{user.id}</code> <Copy text={user.id} what="id" />
              </dd>
            </div>
            <div>
              <dt>Created</dt>
              <dd>
                <Time at={user.createdAt} />
              </dd>
            </div>
            <div>
              <dt>Changed</dt>
              <dd>
                <Time at={user.updatedAt} />
              </dd>
            </div>
          </dl>
          <button type="button" onClick={reload}>
            Reload
          </button>
        </div>
        {failure.value && <Failure of={failure.value} again={reload} />}
        <div class="fields">
          {FIELDS.map((field) => (
            <FieldPane key={field} edit={edit.fields[field]} />
          ))}
        </div>
      </div>
      <ApplyBar edit={edit} />
    </>
  );
}
