import { applyAmendment } from "#shared/accreditation/amendment.rules.ts";
import { assertCanAccess, toActor } from "#shared/auth/caller.ts";
import { executeCommand } from "#shared/commands/execute-command.ts";
import { loadDelegation } from "#shared/delegations/delegations.repository.ts";
import { joinDelegation } from "#shared/delegations/join-delegation.ts";
import type { LoadedMember, MemberRow, MoveMembersRequest } from "#shared/delegations/member-job.rules.ts";
import { listFollowingFields } from "#shared/delegations/move-member.rules.ts";
import { computeDigest, deriveId } from "#shared/dynamodb/keys.ts";
import { handOverHead } from "#shared/http/head-of-delegation.ts";
import { answerStaffIfRegistered } from "#shared/http/registered-person.ts";
import { DomainError, type DomainErrorCode } from "#shared/model/domain-error.ts";
import { JobFailedError } from "#shared/model/job.ts";
import { isLive } from "#shared/registrations/registration.rules.ts";
import { loadRegistration } from "#shared/registrations/registrations.repository.ts";
import { type MemberJobContext, memberTimeoutMs } from "./member-job-context.ts";

/**
 * Moves one member in a transaction. A repetition after a crash finds the move in the journal, and has no effect.
 * @returns what became of the member
 * @throws Error if the member is not the cause, so that another attempt may help
 */
export async function moveMember(
  context: MemberJobContext<MoveMembersRequest>,
  member: LoadedMember,
  row: number,
): Promise<MemberRow> {
  const { registrationId } = member;
  try {
    await executeMove(context, member);
    return { row, outcome: "moved", registrationId };
  } catch (error) {
    return { row, outcome: "refused", registrationId, ...toRefusal(error, row) };
  }
}

const toMoveAnswer = () => ({ moved: true });

function executeMove(
  { store, job, conference, auth }: MemberJobContext<MoveMembersRequest>,
  { registrationId, version }: LoadedMember,
) {
  const { delegationId, into: intoId, notify } = job.request;
  const deadline = Date.now() + memberTimeoutMs;
  const at = new Date().toISOString();
  const idempotency = {
    changeId: deriveId("move-member", job.jobId, registrationId),
    requestDigest: computeDigest(job.jobId, registrationId),
  };
  return executeCommand(store, {
    conferenceId: conference.conferenceId,
    deadline,
    idempotency,
    decide: async (state) => {
      const before = await loadRegistration(store, registrationId);
      // Before anything else: a protected person is answered as one who is no member, also to a reader, in the same time.
      if (before.protection || before.delegationId !== delegationId || !isLive(before))
        throw new DomainError("not-a-member");
      assertCanAccess(state.conference, before, auth);
      if (version !== before.version) throw new DomainError("changed-meanwhile");
      const [from, into] = await Promise.all([loadDelegation(store, delegationId), loadDelegation(store, intoId)]);
      const fields = listFollowingFields(state.conference, before, from, into);
      const amendment = { ...fields, delegationId: intoId };
      const by = { actor: toActor(auth.caller), at };
      const change = applyAmendment(state.conference, state.pools, before, amendment, by, notify);
      const joined = await joinDelegation(store, state.conference, into, change);
      return handOverHead(store, state.conference, joined, auth);
    },
    answer: toMoveAnswer,
    newPerson: {
      answerIfRegistered: (...registered) =>
        answerStaffIfRegistered(store, ...registered, {
          caller: auth.caller,
          answer: toMoveAnswer,
          deadline,
          idempotency,
        }),
    },
  });
}

/** The errors that say of a registration that it is none of the delegation's members. */
const strangers: ReadonlySet<DomainErrorCode> = new Set(["not-found", "wrong-state"]);

/** @throws the error, if the member is not its cause */
function toRefusal(error: unknown, row: number): Pick<MemberRow, "errorCode" | "cellErrors"> {
  if (!(error instanceof DomainError) || error.code === "too-busy") throw error;
  const { code, fieldErrors } = error;
  // The requester has lost the right meanwhile, so that no one can be moved.
  if (code === "not-allowed" || code === "unknown-conference") throw new JobFailedError("not-allowed");
  const errorCode = strangers.has(code) ? "not-a-member" : code;
  // The name of the present head is in no result that is kept.
  const cellErrors = code === "invalid-request" ? fieldErrors.map((each) => ({ row, ...each })) : [];
  return { errorCode, ...(cellErrors.length > 0 && { cellErrors }) };
}
