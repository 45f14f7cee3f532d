import type { Checked } from "#shared/contract/faults.ts";
import { keyOf } from "../api/key-of.ts";
import type { Reader } from "../i18n/words.tsx";
import { useAction } from "../kit/use-async.ts";
import { useTyped } from "../kit/use-kept.ts";
import { type Faults, saidBy, worded } from "./faults.ts";
import { fieldOf, type Organization } from "./organization.ts";
import { idOf, labelOf } from "./organization-fields.tsx";
import { useTried } from "./use-tried.ts";

interface Sending<Draft extends Organization, Body> {
  /** The name under which it is kept in the tab. */
  readonly kept: string;
  readonly empty: () => Draft;
  readonly bodyOf: (draft: Draft) => Body;
  readonly check: (body: Body) => Promise<Checked<unknown>>;
  readonly send: (body: Body, key: string) => Promise<void>;
}

const byField = (faults: Faults): Faults =>
  Object.fromEntries(Object.entries(faults).map(([path, message]) => [fieldOf(path), message]));

/** A form about an organization: typed, checked by the contract's rules, sent once. */
export function useOrganization<Draft extends Organization, Body>(
  { kept, empty, bodyOf, check, send }: Sending<Draft, Body>,
  find: Reader<never>["find"],
) {
  const [draft, setDraft] = useTyped(kept, empty);
  const { faults, attempt, tell } = useTried();
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      const body = bodyOf(draft);
      const checked = await check(body);
      const found = "faults" in checked ? byField(worded(checked.faults, find)) : {};
      tell(found);
      if (Object.keys(found).length > 0) return;
      try {
        await send(body, await keyOf(draft.form, body));
      } catch (failure) {
        tell(byField(saidBy(failure)));
        throw failure;
      }
    });
  const summary = Object.entries(faults).map(([path, message]) => ({
    id: idOf(path),
    label: labelOf(path, find),
    message,
  }));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return { draft, change, faults, summary, attempt, busy, error, submit };
}
