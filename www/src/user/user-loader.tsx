// Loads the open user, and the code of the user view with the first one.
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { getUser, type StoredUser } from "../api.js";
import { type Explained, explain } from "../errors.js";
import { mode } from "../mode.js";
import { Back } from "./back.js";
import { Failure } from "./failure.js";

export function UserLoader({ id }: { id: string }) {
  const user = useSignal<StoredUser | undefined>(undefined);
  const View = useSignal<{ of: ComponentType<{ stored: StoredUser }> } | undefined>(undefined);
  const failure = useSignal<Explained | undefined>(undefined);
  const attempt = useSignal(0);
  const where = mode.value;

  useEffect(() => {
    const controller = new AbortController();
    user.value = undefined;
    failure.value = undefined;
    const view = import("./user-view.js");
    view.catch(() => {}); // if both fail, the error of the Backend API is shown
    getUser(id, { signal: controller.signal })
      .then(async (found) => {
        const { UserView } = await view;
        if (controller.signal.aborted) return;
        View.value = { of: UserView };
        user.value = found;
      })
      .catch((error) => {
        if (!controller.signal.aborted) failure.value = explain(error);
      });
    return () => controller.abort();
  }, [id, where, attempt.value]);

  const Shown = View.value?.of;
  return (
    <section class="user-side" aria-label="User" aria-busy={user.value === undefined && failure.value === undefined}>
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
              Loading {id}…
            </p>
          )}
        </div>
      )}
    </section>
  );
}
