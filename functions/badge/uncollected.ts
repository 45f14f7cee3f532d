import { type Uncollected, uncollected } from "#shared/domain/badge-batch.ts";
import { mustBeStaff } from "#shared/http/caller.ts";
import { readCursor, writeCursor } from "#shared/http/cursor.ts";
import type { Handler } from "#shared/http/request.ts";
import { loadConference } from "#shared/store/conferences.ts";
import { readPrints } from "#shared/store/prints.ts";
import type { Table } from "#shared/store/table.ts";

/** The badges that lie at the desk: how many of each delegation, and whose, delegation by delegation. */
export const listUncollectedBadges =
  (table: Table): Handler<"listUncollectedBadges"> =>
  async ({ params: { conferenceId }, query, caller, access }) => {
    mustBeStaff(await loadConference(table, conferenceId), { caller, access });
    const { badges, prints, lastRead } = await readPrints(table, conferenceId);
    const lying = uncollected(badges, prints, lastRead);
    const own = lying.filter(({ badge }) => query.delegation === undefined || badge.delegationId === query.delegation);
    const sorted = own.map((each) => ({ each, place: placeOf(each) })).sort((a, b) => (a.place < b.place ? -1 : 1));
    const after = readCursor(query.cursor) ?? "";
    const rest = sorted.filter(({ place }) => place > after);
    const shown = rest.slice(0, Number(query.limit ?? 50));
    const last = rest.length > shown.length ? shown.at(-1) : undefined;
    return {
      delegations: countsOf(lying),
      items: shown.map(({ each }) => viewOf(each)),
      next: writeCursor(last?.place ?? null),
    };
  };

/** Individuals first, then each delegation's badges together. */
const placeOf = ({ badge }: Uncollected) => `${badge.delegationId ?? ""}#${badge.registrationId}`;

/** How many lie there, of all and by delegation; those of individuals stand under none. */
function countsOf(lying: readonly Uncollected[]) {
  const groups = Map.groupBy(lying, ({ badge }) => badge.delegationId);
  return [...groups].map(([delegationId, { length: count }]) => ({
    ...(delegationId !== undefined && { delegationId }),
    count,
  }));
}

function viewOf({ badge, printedAt }: Uncollected) {
  const { registrationId, serial, nameOnBadge, category, organization, delegationId } = badge;
  return {
    registrationId,
    serial,
    nameOnBadge,
    category,
    ...(organization !== undefined && { organization }),
    ...(delegationId !== undefined && { delegationId }),
    printedAt,
  };
}
