import { type Proposal, propose } from "#shared/domain/proposal.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { proposalsOf } from "./beside.ts";
import { keys } from "./keys.ts";
import { registrationOf } from "./registrations.ts";
import { getItems, keyOf, N, number, S, type Table } from "./table.ts";
import { type Deadline, type Write, writeAll } from "./transaction.ts";

/**
 * Keeps a proposal on the registration as it is now; again, when another reviewer was quicker.
 * @param mayPropose asked of the registration as it is read
 * @returns the registration that it is about
 * @throws Refusal `not-found`, `too-busy`; whatever `mayPropose` and the rule refuse with
 */
export async function keepProposal(
  table: Table,
  registrationId: string,
  proposal: Proposal,
  mayPropose: (registration: Registration) => void,
  deadline: Deadline,
): Promise<Registration> {
  do {
    const items = await getItems(table, [keys.registration(registrationId), keys.proposals(registrationId)]);
    const item = items.find(({ entity }) => entity?.S === "registration");
    if (!item) throw new Refusal("not-found");
    const registration = registrationOf(item);
    mayPropose(registration);
    const kept = items.find(({ entity }) => entity?.S === "proposals");
    const revision = kept ? number(kept, "revision") : 0;
    const next = propose(registration, proposalsOf(kept), proposal);
    const writes = proposalWrites(table, registration, revision, JSON.stringify(next));
    if (!(await writeAll(table, writes, deadline))) return registration;
  } while (Date.now() < deadline);
  throw new Refusal("too-busy");
}

/** Only while the registration is what the reviewer saw, and no other proposal came in between. */
function proposalWrites(
  { name: TableName }: Table,
  { registrationId, version }: Registration,
  revision: number,
  data: string,
): Write<"changed">[] {
  const Item = {
    ...keyOf(keys.proposals(registrationId)),
    entity: S("proposals"),
    registrationId: S(registrationId),
    revision: N(revision + 1),
    data: S(data),
  };
  const isNext = revision
    ? { ConditionExpression: "revision = :seen", ExpressionAttributeValues: { ":seen": N(revision) } }
    : { ConditionExpression: "attribute_not_exists(PK)" };
  const isSame = { ConditionExpression: "version = :v", ExpressionAttributeValues: { ":v": N(version) } };
  const Key = keyOf(keys.registration(registrationId));
  return [
    { item: { ConditionCheck: { TableName, Key, ...isSame } }, otherwise: "changed" },
    { item: { Put: { TableName, Item, ...isNext } }, otherwise: "changed" },
  ];
}
