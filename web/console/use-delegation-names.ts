import { everyPage } from "../api/every-page.ts";
import { textIn } from "../i18n/words.tsx";
import { useLoaded } from "../kit/use-async.ts";
import type { DelegationNames } from "./names.ts";
import { useOffice } from "./office.ts";

/** More delegations than any conference has. */
const most = 1_000;

/** What each delegation is called; empty until they have come. */
export function useDelegationNames(language: string): DelegationNames {
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const { loaded } = useLoaded(
    (signal) =>
      everyPage(
        (cursor) => ask("listDelegations", { params: { conferenceId }, query: { limit: 100, cursor }, signal }),
        most,
      ),
    [conferenceId, ask],
  );
  const all = loaded.state === "ready" ? loaded.value : [];
  return new Map(all.map(({ delegationId, name }) => [delegationId, textIn(name, language)]));
}
