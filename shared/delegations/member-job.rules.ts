import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import type { CellError, JobRequester } from "#shared/model/job.ts";

/** A member as the caller has loaded them. */
export interface LoadedMember {
  readonly registrationId: string;
  readonly version: number;
}

/** Moves members to another delegation, each by itself. */
export interface MoveMembersRequest {
  readonly what: "move";
  readonly delegationId: string;
  readonly into: string;
  readonly members: readonly LoadedMember[];
  /** Whether the people are told by e-mail. */
  readonly notify: boolean;
  readonly requestedBy: JobRequester;
}

/** Gives the name of a delegation to its members whose organization is its former name. */
export interface RenameMembersRequest {
  readonly what: "rename";
  readonly delegationId: string;
  readonly formerName: string;
  readonly requestedBy: JobRequester;
}

/** The request of a job about the members of one delegation. */
export type MemberJobRequest = MoveMembersRequest | RenameMembersRequest;

export const memberOutcomes = ["moved", "refused"] as const;

/** A member and what became of them. */
export interface MemberRow {
  /** The place in the request, from 1. */
  readonly row: number;
  readonly outcome: (typeof memberOutcomes)[number];
  readonly registrationId: string;
  readonly errorCode?: DomainErrorCode;
  readonly cellErrors?: readonly CellError[];
}

/** The number of members of whom the outcome is stored. */
export interface MemberCursor {
  readonly done: number;
}
