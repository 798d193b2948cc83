// Loads the open user, organization or member, and the code of the user view with the first one.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { read, type Stored } from "../api.js";
import { type Explained, explain } from "../errors.js";
import { mode } from "../mode.js";
import { shownId, type Subject, subjectId } from "../subject.js";
import { Back } from "./back.js";
import { Failure } from "./failure.js";

const LABELS: Record<Subject["kind"], string> = { user: "User", organization: "Organization", membership: "Member" };

export function UserLoader({ subject }: { subject: Subject }) {
  const user = useSignal<Stored | undefined>(undefined);
  const View = useSignal<{ of: ComponentType<{ stored: Stored }> } | undefined>(undefined);
  const failure = useSignal<Explained | undefined>(undefined);
  const attempt = useSignal(0);
  const where = mode.value;

  useEffect(() => {
    const controller = new AbortController();
    user.value = undefined;
    failure.value = undefined;
    const view = import("./user-view.js");
    view.catch(() => {}); // if both fail, the error of the Backend API is shown
    read(subject, { signal: controller.signal })
      .then(async (found) => {
        const { UserView } = await view;
        if (controller.signal.aborted) return;
        View.value = { of: UserView };
        user.value = found;
      })
      .catch((error) => {
        if (!controller.signal.aborted) failure.value = explain(error, undefined, subject.kind);
      });
    return () => controller.abort();
  }, [subjectId(subject), where, attempt.value]);

  const Shown = View.value?.of;
  return (
    <section
      class="user-side"
      aria-label={LABELS[subject.kind]}
      aria-busy={user.value === undefined && failure.value === undefined}
    >
      {user.value && Shown ? (
        <Shown stored={user.value} />
      ) : (
        <div class="user-scroll">
          <Back />
          {failure.value ? (
            <Failure
              of={failure.value}
              again={() => {
                attempt.value += 1;
              }}
            />
          ) : (
            <p class="loading" role="status">
              Loading {shownId(subject)}…
            </p>
          )}
        </div>
      )}
    </section>
  );
}
