import { isDeepStrictEqual } from "node:util";
import { parseShardPlan } from "#shared/capacity/capacity-snapshot.ts";
import { planShards } from "#shared/capacity/shards.rules.ts";
import { hashIdentifier } from "#shared/dynamodb/keys.ts";
import { type Item, N, parseData, S } from "#shared/dynamodb/table.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Registration } from "#shared/model/registration.ts";
import type { ShardPlan } from "#shared/model/seat.ts";
import { countEverySeat } from "./form-1.rules.ts";

/** The change from one stored form to the next. */
export interface UpgradeStep {
  readonly from: number;
  /**
   * @param items all items of the table, some of which may be in the next form already
   * @returns a pure function that gives an item its next form; the same item if it stays
   */
  readonly prepare: (items: readonly Item[]) => (item: Item) => Item;
}

/**
 * All steps, in their order. What follows from the rows (counters, statistics, search index, version markers) is no
 * matter of a step: the upgrade ends with the repair, which writes it as this release does.
 */
export const upgradeSteps: readonly UpgradeStep[] = [{ from: 1, prepare: upgradeForm1 }];

function upgradeForm1(items: readonly Item[]): (item: Item) => Item {
  const conferences = new Map(
    items.filter(hasEntity("conference")).flatMap((item) => {
      const planned = tryRead(() => planConference(item));
      return planned ? [[planned.conference.conferenceId, planned] as const] : [];
    }),
  );
  return (item) => {
    if (hasEntity("conference")(item)) return planEveryPool(item);
    if (!hasEntity("registration")(item)) return dateHolder(item);
    const before = tryRead(() => parseData<Registration>(item));
    const found = before && conferences.get(before.conferenceId);
    if (!found) return item;
    const after = countEverySeat(found.conference, found.plan, before, hashIdentifier(before.registrationId));
    return after === before ? item : { ...item, data: S(JSON.stringify(after)) };
  };
}

const hasEntity = (entity: string) => (item: Item) => item["entity"]?.S === entity;

/** A conference with its plan of shards. */
function planConference(item: Item): { readonly conference: Conference; readonly plan: ShardPlan } {
  const conference = parseData<Conference>(item);
  return { conference, plan: planShards(conference, parseShardPlan(item)) };
}

function planEveryPool(item: Item): Item {
  const { plan } = tryRead(() => planConference(item)) ?? {};
  if (!plan) return item;
  return isDeepStrictEqual(plan, parseShardPlan(item)) ? item : { ...item, shardPlan: S(JSON.stringify(plan)) };
}

/** Without the time of the token, no later user of an address could take it over. */
function dateHolder(item: Item): Item {
  const { PK, boundTo, heldAt } = item;
  const isBound = PK?.S?.startsWith("STAFF-ADDRESS#") === true && boundTo !== undefined && heldAt === undefined;
  return isBound ? { ...item, holder: boundTo, heldAt: N(0) } : item;
}

/** What a row contains; `undefined` for one that can't be read, which stays as it is and is reported in the end. */
function tryRead<Data>(read: () => Data): Data | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
