import { useMemo, useState } from "preact/hooks";
import { listSeparator } from "#shared/feed/feed-columns.rules.ts";
import type { StaffRegistration } from "../console-context.ts";
import type { DecidableRegistration } from "../queue/decision-forecast.ts";
import type { RegisterRows } from "./data/register-rows.ts";

/** What a decision needs of a row. */
export function toDecidable(rows: RegisterRows, slot: number): DecidableRegistration | undefined {
  const row = rows.find(slot);
  if (!row) return undefined;
  const get = (column: string) => rows.getText(row, column);
  const list = (column: string) => (get(column) === "" ? [] : get(column).split(listSeparator));
  const flags = list("flags");
  return {
    registrationId: get("registrationId"),
    version: Number(get("version")),
    // The contract of the feed says which values these have.
    accreditation: get("accreditation") as StaffRegistration["accreditation"],
    seat: get("seat") as StaffRegistration["seat"],
    category: get("category"),
    person: {},
    displayName: get("name"),
    ...(get("delegationId") !== "" && { delegationId: get("delegationId") }),
    waitingFor: list("waitingFor"),
    ...(flags.includes("clash") && { clash: true }),
    ...(flags.includes("delegation-requested") && { requestedDelegationId: true }),
  };
}

/**
 * The selected registrations, in the order of selection, each as the reader saw it then: a decision applies to no other
 * version. In memory only.
 */
export function useRegisterSelection(rows: RegisterRows | undefined) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, DecidableRegistration>>(new Map());
  const all = useMemo(() => [...chosen.values()], [chosen]);
  const getId = (slot: number) => (rows ? rows.getText(rows.find(slot) ?? [], "registrationId") : "");
  return {
    all,
    has: (slot: number) => chosen.has(getId(slot)),
    set: (slots: readonly number[], isOn: boolean) =>
      setChosen((before) => {
        const after = new Map(before);
        for (const slot of slots) {
          const found = rows && toDecidable(rows, slot);
          if (!found) continue;
          if (isOn) after.set(found.registrationId, found);
          else after.delete(found.registrationId);
        }
        return after;
      }),
    clear: () => setChosen(new Map()),
  };
}

export type RegisterSelection = ReturnType<typeof useRegisterSelection>;
