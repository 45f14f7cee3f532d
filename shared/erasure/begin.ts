import type { CommandStore } from "#shared/commands/command-store.ts";
import { executeIfNeeded } from "#shared/commands/execute-command.ts";
import type { CommandContext } from "#shared/domain/change.ts";
import type { Conference } from "#shared/domain/conference.ts";
import type { ErasureReason } from "#shared/domain/erased.ts";
import { beginErasure } from "#shared/domain/erasure.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { addressDigest } from "#shared/store/suppression.ts";
import type { Deadline } from "#shared/store/transaction.ts";

export interface Wish {
  readonly registrationId: string;
  readonly because: ErasureReason;
  readonly context: CommandContext;
  readonly deadline: Deadline;
  /** Asked of the registration as it is read. */
  readonly mayErase?: (conference: Conference, registration: Registration) => void;
}

/**
 * Takes the person out of their registration, and their seat with them: by a change like any other, which also puts the
 * registration on the list of those whose traces are still to be looked for. Done twice, it does nothing twice.
 * @throws Refusal `not-found`, `too-busy`; whatever `mayErase` refuses with
 */
export async function takeOut(table: CommandStore, wish: Wish): Promise<void> {
  const { registrationId, because, context, deadline, mayErase } = wish;
  const { conferenceId } = await loadRegistration(table, registrationId);
  await executeIfNeeded(table, conferenceId, deadline, async ({ conference }) => {
    const before = await loadRegistration(table, registrationId);
    mayErase?.(conference, before);
    const { email } = before.person;
    return beginErasure(before, because, email === undefined ? undefined : addressDigest(email), context);
  });
}
