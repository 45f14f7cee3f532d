import type { Caller } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import type { NotCommitted } from "#shared/commands/commit.repository.ts";
import { listClashIds, writeClash } from "#shared/commands/enumeration-protection.repository.ts";
import type { DecisionState } from "#shared/commands/execute-command.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { createClash } from "#shared/delegations/create-clash.rules.ts";
import { serializeKey } from "#shared/dynamodb/keys.ts";
import { type Deadline, getString, type Item, type Table } from "#shared/dynamodb/table.ts";
import type { StaffUser } from "#shared/model/access.ts";
import type { Change, RegistrationChange } from "#shared/model/change.ts";
import type { Delegation } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { Registration } from "#shared/model/registration.ts";
import { canReadName } from "#shared/registrations/protected-identity.rules.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { loadRegistrations } from "#shared/registrations/registrations.repository.ts";
import { personKey } from "#shared/registrations/uniqueness-constraints.repository.ts";

const toConstraintKey = (constraint: Item): string =>
  serializeKey({ PK: getString(constraint, "PK"), SK: getString(constraint, "SK") });

/**
 * Which of these uniqueness constraints are of people whom the member of staff may not know of: the person is protected
 * from them, and no registration that they see has the same address.
 * @returns the keys of the constraints
 */
export async function findHiddenPeople(
  table: Table,
  constraints: readonly Item[],
  staff: StaffUser,
): Promise<ReadonlySet<string>> {
  const toIds = (constraint: Item) => [getString(constraint, "registrationId"), ...listClashIds(constraint)];
  const people = await loadRegistrations(table, constraints.flatMap(toIds));
  const isHidden = (constraint: Item) => {
    const key = toConstraintKey(constraint);
    const own = toIds(constraint).flatMap((id) => people.get(id) ?? []);
    return own.every((each) => !canReadName(each, staff) || !isLive(each) || serializeKey(personKey(each)) !== key);
  };
  return new Set(constraints.filter(isHidden).map(toConstraintKey));
}

interface AnswerOptions<Answer> {
  readonly caller: Caller;
  readonly answer: (registrations: readonly RegistrationChange[], delegation: Delegation | undefined) => Answer;
  readonly deadline: Deadline;
  readonly idempotency?: IdempotencyRecord | undefined;
}

/**
 * Writes a change by which a registration gets the address of a registered person as a clash, with the answer for a new
 * person.
 * @returns `undefined` if something has changed since it was read, and the rule must decide again
 */
export async function answerAsClash<Answer>(
  store: CommandStore,
  change: Change,
  state: DecisionState,
  constraint: Item,
  options: Omit<AnswerOptions<Answer>, "caller">,
) {
  const key = toConstraintKey(constraint);
  const isOfPerson = (registration: Registration) => serializeKey(personKey(registration)) === key;
  // A registration of this change held the person when it was read, and the constraint names another: one is outdated.
  if (change.registrations.some(({ before }) => before && isLive(before) && isOfPerson(before))) return undefined;
  const claimant = change.registrations.find(({ after }) => !after.clash && isOfPerson(after));
  if (!claimant) throw new DomainError("already-registered");
  const clash = createClash(change, getString(constraint, "registrationId"), claimant.after.registrationId);
  return writeClash(store, state, change, clash, { constraint, ...options });
}

/**
 * Answers staff who name a registered person. They learn that the person is registered, unless the person is protected
 * from them: then they are answered as for a new person, and the readers decide on the clash.
 * @throws DomainError `already-registered`, also for callers who are no staff
 */
export async function answerStaffIfRegistered<Answer>(
  store: CommandStore,
  change: Change,
  state: DecisionState,
  { found }: Pick<NotCommitted, "found">,
  { caller, ...options }: AnswerOptions<Answer>,
) {
  const isHidden = found && caller.kind === "staff" && (await findHiddenPeople(store, [found], caller)).size > 0;
  if (!isHidden) throw new DomainError("already-registered");
  return answerAsClash(store, change, state, found, options);
}
