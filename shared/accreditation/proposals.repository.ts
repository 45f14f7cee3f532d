import { keys } from "#shared/dynamodb/keys.ts";
import {
  batchGetItems,
  type Deadline,
  findByEntity,
  findItem,
  getItem,
  getNumber,
  type Item,
  ifAbsent,
  ifEquals,
  ifVersion,
  N,
  parseData,
  S,
  type Table,
  type TransactionWrite,
  toItemKey,
  writeTransaction,
} from "#shared/dynamodb/table.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { parseRegistration } from "#shared/registrations/registrations.repository.ts";
import { addProposal, type DecisionProposal, type DecisionProposals } from "./proposals.rules.ts";

/**
 * Stores a proposal on the present version of the registration. A concurrent change is tried again until the deadline.
 * @param assertCanPropose called with the registration as it is read
 * @returns the registration
 * @throws DomainError `not-found`, `too-busy`; the errors of `assertCanPropose` and of the rule
 */
export async function saveProposal(
  table: Table,
  registrationId: string,
  proposal: DecisionProposal,
  assertCanPropose: (registration: Registration) => void,
  deadline: Deadline,
): Promise<Registration> {
  do {
    const items = await batchGetItems(table, [keys.registration(registrationId), keys.proposals(registrationId)]);
    const registration = await parseRegistration(findItem(items, keys.registration(registrationId)));
    assertCanPropose(registration);
    const stored = findByEntity(items, "proposals");
    const revision = stored ? getNumber(stored, "revision") : 0;
    const proposals = addProposal(registration, parseProposals(stored), proposal);
    const writes = buildProposalWrites(table, registration, revision, JSON.stringify(proposals));
    if (!(await writeTransaction(table, writes, deadline))) return registration;
  } while (Date.now() < deadline);
  throw new DomainError("too-busy");
}

/** The writes fail if the registration or its proposals have changed since they were read. */
function buildProposalWrites(
  { name: TableName }: Table,
  { registrationId, version }: Registration,
  revision: number,
  data: string,
): TransactionWrite<"changed">[] {
  const Item = {
    ...toItemKey(keys.proposals(registrationId)),
    entity: S("proposals"),
    registrationId: S(registrationId),
    revision: N(revision + 1),
    data: S(data),
  };
  const Key = toItemKey(keys.registration(registrationId));
  const ifNext = revision ? ifEquals("revision", N(revision)) : ifAbsent;
  return [
    { item: { ConditionCheck: { TableName, Key, ...ifVersion(version) } }, onConditionFailed: "changed" },
    { item: { Put: { TableName, Item, ...ifNext } }, onConditionFailed: "changed" },
  ];
}

/** The proposals in an item of the table. */
export const parseProposals = (item: Item | undefined): DecisionProposals | undefined =>
  item && parseData<DecisionProposals>(item);

/** The proposals of a registration, also on its former versions. */
export const findProposals = async (table: Table, registrationId: string): Promise<DecisionProposals | undefined> =>
  parseProposals(await getItem(table, keys.proposals(registrationId)));
