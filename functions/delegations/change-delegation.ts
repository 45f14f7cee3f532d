import {
  type AuthContext,
  asStaff,
  assertCanManageDelegation,
  assertStaff,
  type Caller,
  toActor,
} from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import { type Command, executeCommand } from "#shared/commands/execute-command.ts";
import { loadDelegation, readDelegationMembers } from "#shared/delegations/delegations.repository.ts";
import type { RenameMembersRequest } from "#shared/delegations/member-job.rules.ts";
import { createId } from "#shared/dynamodb/keys.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import type { ApiHandler, ApiRequest } from "#shared/http/request.ts";
import { toDelegationView } from "#shared/http/views.ts";
import { writeNewJob } from "#shared/jobs/jobs.repository.ts";
import type { Change, CommandContext } from "#shared/model/change.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Delegation, DelegationAmendment, DelegationDraft } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { countProtections } from "#shared/registrations/protections.repository.ts";
import * as rules from "./change-delegation.rules.ts";
import { countDelegationRequest } from "./request-limits.ts";

/** The delegation that a command has created or changed. */
function getChangedDelegation(delegation: Delegation | undefined): Delegation {
  if (!delegation) throw new Error("a command without a delegation");
  return delegation;
}

/** Creates the delegation of an organization that requests accreditation. The response grants no access to it. */
export const requestDelegation =
  (table: CommandStore): ApiHandler<"requestDelegation"> =>
  async (request) => {
    const { conferenceId } = request.params;
    const { body, now: at, deadline, idempotency } = request;
    await countDelegationRequest(table, request);
    const id = createId();
    const context = { actor: { kind: "public" }, at } as const;
    return executeCommand(table, {
      conferenceId,
      deadline,
      idempotency,
      decide: ({ conference }) => rules.createRequestedDelegation(conference, body as DelegationDraft, id, context),
      answer: (_, delegation) => {
        const { delegationId, status, version } = getChangedDelegation(delegation);
        return { delegationId, status, version };
      },
    });
  };

export const createDelegation =
  (table: CommandStore): ApiHandler<"createDelegation"> =>
  async (request) => {
    const { params, body, caller, now: at, deadline, idempotency } = request;
    const delegationId = createId();
    const context = { actor: toActor(caller), at };
    return executeCommand(table, {
      conferenceId: params.conferenceId,
      deadline,
      idempotency,
      decide: ({ conference }) => {
        assertStaff(conference, request);
        return rules.createAccreditedDelegation(conference, body as DelegationDraft, delegationId, context);
      },
      answer: (_, delegation) => toDelegationView(getChangedDelegation(delegation)),
    });
  };

/** Accredits or refuses a delegation, or changes its data. */
export const updateDelegation =
  (table: CommandStore): ApiHandler<"updateDelegation"> =>
  async (request) => {
    const { body, params, caller } = request;
    const rename = body.name && (await prepareRename(table, params.delegationId, caller));
    return changeDelegation(
      table,
      request,
      (conference, before, context) =>
        rules.applyDelegationAmendment(conference, before, body as DelegationAmendment, context),
      rename,
    );
  };

/**
 * What a change of the name also writes: a job that gives the new name to the members whose organization is the former one.
 * The English name is the organization of a member for whom no other was entered.
 */
async function prepareRename(table: CommandStore, delegationId: string, caller: Caller) {
  const { conferenceId } = await loadDelegation(table, delegationId);
  const protections = await countProtections(table, conferenceId);
  return ({ delegation, at }: Change) => {
    const formerName = delegation?.before?.name.en;
    if (formerName === undefined || formerName === delegation?.after.name.en) return undefined;
    const rename: RenameMembersRequest = { what: "rename", delegationId, formerName, requestedBy: asStaff(caller) };
    const job = { jobId: createId(), conferenceId, kind: "members", at, request: rename } as const;
    return [writeNewJob(table, job, protections)];
  };
}

/** Records that a focal point acts for the delegation, or declines to. */
export const confirmFocalPoint =
  (table: CommandStore): ApiHandler<"confirmFocalPoint"> =>
  (request) =>
    changeDelegation(table, request, async (_, before, context) => {
      const { caller, body } = request;
      const address = before.focalPoints.find(
        (each) => caller.kind === "delegate" && computeAddressDigest(each) === caller.addressDigest,
      );
      return body.confirm
        ? rules.confirmFocalPoint(before, (await readDelegationMembers(table, before)).live, address, context)
        : rules.declineFocalPoint(before, address, context);
    });

type DelegationChangeRequest = AuthContext &
  Pick<ApiRequest<"updateDelegation">, "params" | "now" | "deadline" | "version" | "idempotency">;

/** @throws DomainError `not-found` without access; `changed-meanwhile` after the version that the caller named */
async function changeDelegation(
  table: CommandStore,
  request: DelegationChangeRequest,
  rule: (conference: Conference, before: Delegation, context: CommandContext) => Change | Promise<Change>,
  besides?: Command<unknown>["besides"],
) {
  const { params, caller, now: at, deadline, version, idempotency } = request;
  const named = await loadDelegation(table, params.delegationId);
  // Before anything else is read: another delegation takes as many calls as one that does not exist.
  assertCanManageDelegation(undefined, named, request);
  const { conferenceId } = named;
  return executeCommand(table, {
    conferenceId,
    deadline,
    idempotency,
    besides,
    decide: async ({ conference }) => {
      const before = await loadDelegation(table, params.delegationId);
      assertCanManageDelegation(conference, before, request);
      if (version !== undefined && version !== before.version) throw new DomainError("changed-meanwhile");
      return rule(conference, before, { actor: toActor(caller, before), at });
    },
    answer: (_, delegation) => toDelegationView(getChangedDelegation(delegation)),
  });
}
