// Someone else has changed the user meanwhile: what it was, what they made of it, what one meant to.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { StoredUser } from "../api.js";
import { FIELD_INFO } from "../fields.js";
import { brief } from "../json/describe.js";
import { pathText } from "../json/path.js";
import type { Json } from "../json/value.js";
import { type Conflict, type Dispute, disputes, type Plan, resolved } from "./apply.js";
import { Choice } from "./choice.js";

type Side = "mine" | "theirs";
const SIDES: [Side, string][] = [
  ["mine", "Yours"],
  ["theirs", "Theirs"],
];

interface Props {
  conflict: Conflict;
  busy: boolean;
  apply(plan: Plan): Promise<void>;
  theirs(stored: StoredUser): void;
  back(): void;
}

export function ConflictView({ conflict, busy, apply, theirs, back }: Props) {
  const rows = useSignal<Dispute[]>([]);
  const sides = useSignal<ReadonlyMap<Dispute, Side>>(new Map());
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    void disputes(conflict).then((found) => {
      rows.value = found;
      sides.value = new Map(found.filter(({ by }) => by === "both").map((dispute) => [dispute, "mine"]));
    });
    title.current?.focus();
  }, [conflict]);

  const both = rows.value.filter(({ by }) => by === "both").length;
  const say = (value: Json | undefined) => (value === undefined ? "–" : brief(value));

  async function keep() {
    const toThem = [...sides.value].filter(([, side]) => side === "theirs").map(([dispute]) => dispute);
    const plan = await resolved(conflict, toThem);
    // All is left to the other one: nothing to send.
    if (Object.keys(plan.change.fields).length === 0) theirs(conflict.stored);
    else await apply(plan);
  }

  return (
    <div class="apply conflict" role="region" aria-label="Conflict">
      <h3 ref={title} tabIndex={-1}>
        Someone else changed this user meanwhile
      </h3>
      <p>
        Nothing was sent.{" "}
        {both === 0
          ? "Your change and theirs are at different keys, so both can stay."
          : `At ${both} ${both === 1 ? "key" : "keys"} both differ: choose for each.`}
      </p>
      <div class="table-box" tabIndex={0} role="group" aria-label="The three versions">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">What stays</th>
              <th scope="col">When you began</th>
              <th scope="col">Theirs, stored now</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {rows.value.map((dispute) => (
              <tr key={`${dispute.field}${dispute.path.join("\0")}`} class={dispute.by} data-path={pathText(dispute.path)}>
                <th scope="row">
                  <span class="muted">{FIELD_INFO[dispute.field].title}</span> {pathText(dispute.path)}
                </th>
                <td>
                  {dispute.by === "both" ? (
                    <Choice
                      label={`What stays at ${pathText(dispute.path)}`}
                      options={SIDES}
                      value={sides.value.get(dispute) ?? "mine"}
                      onChange={(side) => {
                        sides.value = new Map(sides.value).set(dispute, side);
                      }}
                    />
                  ) : dispute.by === "mine" ? (
                    "yours"
                  ) : (
                    "theirs"
                  )}
                </td>
                <td>{say(dispute.base)}</td>
                <td>{say(dispute.theirs)}</td>
                <td>{say(dispute.mine)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="apply-row">
        <button type="button" class="primary" disabled={busy} onClick={keep}>
          Apply on top of theirs
        </button>
        <button type="button" disabled={busy} onClick={() => theirs(conflict.stored)}>
          Drop my change
        </button>
        <button type="button" disabled={busy} onClick={back}>
          Back to editing
        </button>
      </div>
    </div>
  );
}
