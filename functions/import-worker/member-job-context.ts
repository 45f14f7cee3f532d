import type { AuthContext } from "#shared/auth/caller.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";
import type { MemberCursor, MemberJobRequest } from "#shared/delegations/member-job.rules.ts";
import type { Conference } from "#shared/model/conference.ts";
import type { Job } from "#shared/model/job.ts";

/** A job about the members of a delegation, and its requester. */
export interface MemberJobContext<Request extends MemberJobRequest = MemberJobRequest> {
  readonly store: CommandStore;
  readonly job: Job<Request, MemberCursor>;
  readonly conference: Conference;
  readonly auth: AuthContext;
}

/** The time-out of one member, in ms. */
export const memberTimeoutMs = 8_000;
