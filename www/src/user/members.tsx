// The members of the open organization. Each of them opens, to edit the metadata of the membership.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listMembers, type Stored } from "../api.js";
import { type Explained, explain } from "../errors.js";
import { FIELD_INFO, FIELDS } from "../fields.js";
import { mode } from "../mode.js";
import { addressOf, routeOf } from "../route.js";
import { shownId } from "../subject.js";
import { Avatar } from "../users/avatar.js";
import { leavesOf } from "../users/excerpt.js";
import { VisibleText } from "../visible-text.js";
import { Failure } from "./failure.js";

const PAGE = 50;
/** The maximum number of values of a field in a row. */
const MAX_VALUES = 3;

export function Members({ organizationId }: { organizationId: string }) {
  const members = useSignal<readonly Stored[]>([]);
  const total = useSignal<number | undefined>(undefined);
  const failure = useSignal<Explained | undefined>(undefined);
  /** The number of members to load. */
  const wanted = useSignal(PAGE);
  const attempt = useSignal(0);
  const where = mode.value;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    failure.value = undefined;
    const offset = members.peek().length;
    listMembers(organizationId, { limit: PAGE, offset, query: "" }, { signal })
      .then(({ items, totalCount }) => {
        if (signal.aborted) return;
        members.value = [...members.peek(), ...items];
        total.value = totalCount;
      })
      .catch((error) => {
        if (!signal.aborted) failure.value = explain(error, undefined, "organization");
      });
    return () => controller.abort();
  }, [organizationId, where, wanted.value, attempt.value]);

  const count = total.value;
  return (
    <section class="members" aria-labelledby="members-title" aria-busy={count === undefined && !failure.value}>
      <h3 id="members-title">Members{count === undefined ? "" : ` (${count.toLocaleString("en")})`}</h3>
      {count === 0 && <p class="muted">This organization has no members.</p>}
      <ul>
        {members.value.map((member) => (
          <li key={shownId(member.subject)}>
            <Avatar name={member.name} image={member.image} />
            <a href={addressOf(routeOf(member.subject))}>
              <VisibleText text={member.name} />
            </a>
            <span class="muted">{member.detail}</span>
            <code class="muted">{shownId(member.subject)}</code>
            <Excerpt member={member} />
          </li>
        ))}
      </ul>
      {failure.value && (
        <Failure
          of={failure.value}
          again={() => {
            attempt.value += 1;
          }}
        />
      )}
      {count !== undefined && members.value.length < count && !failure.value && (
        <button
          type="button"
          onClick={() => {
            wanted.value = members.value.length + PAGE;
          }}
        >
          Show more members
        </button>
      )}
    </section>
  );
}

const Excerpt = ({ member }: { member: Stored }) => (
  <span class="member-values">
    {FIELDS.flatMap((field) =>
      leavesOf(member.metadata[field])
        .slice(0, MAX_VALUES)
        .map(({ key, value }) => (
          <span key={`${field} ${key}`} class="value">
            <span class="field-name">{FIELD_INFO[field].title}</span> <VisibleText text={key} />:{" "}
            <VisibleText text={value} />
          </span>
        )),
    )}
  </span>
);
