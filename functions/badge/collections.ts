import { selectUncollectedBadges, type UncollectedBadge } from "#shared/badges/badge-batch.rules.ts";
import { loadBadgePrints, markBadgeCollected } from "#shared/badges/badge-prints.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { loadAccessibleRegistration, loadConferenceForStaff } from "#shared/http/load-accessible.ts";
import { type ApiHandler, paginateByKey } from "#shared/http/request.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { findLiveSerial } from "#shared/registrations/registration.rules.ts";

/** Records that the entry desk has handed out the live badge. A badge that only the desk printed counts as printed. */
export const collectBadge =
  (table: Table): ApiHandler<"collectBadge"> =>
  async (request) => {
    const { registration } = await loadAccessibleRegistration(table, request);
    const { caller, now: at } = request;
    const { conferenceId, registrationId } = registration;
    const serial = findLiveSerial(registration);
    if (serial === undefined || caller.kind !== "staff") throw new DomainError("not-confirmed");
    const collectedAt = await markBadgeCollected(table, { conferenceId, registrationId, serial }, at, caller.id);
    return { serial, collectedAt };
  };

/** The uncollected badges of a conference, by delegation, and the number of each delegation. */
export const listUncollectedBadges =
  (table: Table): ApiHandler<"listUncollectedBadges"> =>
  async (request) => {
    const { conferenceId } = await loadConferenceForStaff(table, request);
    const { badges, prints, lastCheckIns } = await loadBadgePrints(table, conferenceId);
    const all = selectUncollectedBadges(badges, prints, lastCheckIns);
    const { delegation } = request.query;
    const selected = all.filter(({ badge }) => delegation === undefined || badge.delegationId === delegation);
    const { items, next } = paginateByKey(selected, toUncollectedKey, request.query);
    return { delegations: countByDelegation(all), items: items.map(toUncollectedView), next };
  };

/** Sorts individuals first, then the badges of each delegation together. */
const toUncollectedKey = ({ badge }: UncollectedBadge) => `${badge.delegationId ?? ""}#${badge.registrationId}`;

/** The number of badges of each delegation; that of individuals has no `delegationId`. */
function countByDelegation(badges: readonly UncollectedBadge[]) {
  const groups = Map.groupBy(badges, ({ badge }) => badge.delegationId);
  return [...groups].map(([delegationId, { length: count }]) => ({
    ...(delegationId !== undefined && { delegationId }),
    count,
  }));
}

function toUncollectedView({ badge, printedAt }: UncollectedBadge) {
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
