import { badgeLanguage } from "#shared/badge/facts.ts";
import { type BatchOrder, type Holder, inOrder, mostInBatch, wantedBadges } from "#shared/domain/badge-batch.ts";
import type { Conference, Language } from "#shared/domain/conference.ts";
import { locales } from "#shared/domain/locale.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { loadDelegations } from "#shared/store/delegations.ts";
import { readPrints } from "#shared/store/prints.ts";
import { loadRegistrations } from "#shared/store/registrations.ts";
import type { Table } from "#shared/store/table.ts";

/** Whose badges a file will hold, in its order, and how many found no room in it. */
export interface Chosen {
  readonly ids: readonly string[];
  readonly left: number;
}

/** Chooses once: what is printed, and marked as such, must not be chosen anew by a second attempt. */
export async function choose(table: Table, conference: Conference, order: BatchOrder): Promise<Chosen> {
  const { badges, prints } = await readPrints(table, conference.conferenceId);
  const wanted = wantedBadges(order, badges, prints).map(({ registrationId }) => registrationId);
  const registrations = [...(await loadRegistrations(table, wanted)).values()];
  const language = badgeLanguage(conference);
  const holders = await withDelegations(table, registrations, order, language);
  const { compare } = new Intl.Collator(locales[language], { sensitivity: "base", numeric: true });
  const ids = inOrder(order.sort, conference, holders, compare).map((each) => each.registration.registrationId);
  return { ids: ids.slice(0, mostInBatch), left: Math.max(0, ids.length - mostInBatch) };
}

async function withDelegations(
  table: Table,
  registrations: readonly Registration[],
  { sort }: BatchOrder,
  language: Language,
): Promise<Holder[]> {
  const ids = sort === "delegation" ? registrations.flatMap(({ delegationId }) => delegationId ?? []) : [];
  const found = await loadDelegations(table, ids);
  const names = new Map(found.map(({ delegationId, name }) => [delegationId, name[language] ?? name.en]));
  return registrations.map((registration) => {
    const delegation = names.get(registration.delegationId ?? "");
    return delegation === undefined ? { registration } : { registration, delegation };
  });
}
