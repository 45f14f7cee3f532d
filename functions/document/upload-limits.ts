import type { Caller } from "#shared/auth/caller.ts";
import { countWithinLimit, type RateLimit } from "#shared/dynamodb/rate-limit.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import type { DelegationStatus } from "#shared/model/delegation.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/** Of one network, over all three addresses that issue upload forms. An office may share one. */
const networkLimit: RateLimit = { kind: "upload", count: 120, per: "hour" };

/** Of one registration or accredited delegation, for its photo, passport or letter, each a few times. */
const ownerLimit: RateLimit = { kind: "upload", count: 20, per: "hour" };

/** Of a delegation that only asks to be accredited, which anyone can create: its letter, and two corrections. */
const requestedDelegationLimit: RateLimit = { kind: "upload", count: 3, per: "day" };

/** Of a member of staff, who uploads for many people from an office. */
const staffLimit: RateLimit = { kind: "upload", count: 600, per: "hour" };

async function countUpload(table: Table, source: string, at: string, limit: RateLimit): Promise<void> {
  if (!(await countWithinLimit(table, source, at, limit))) throw new DomainError("too-many-uploads");
}

interface UploadSource {
  readonly caller: Caller;
  readonly sourceDigest: string;
  readonly now: string;
  readonly owner?: { readonly id: string; readonly delegationStatus?: DelegationStatus };
}

/**
 * Counts an upload for its owner and its network, or for the member of staff who requests it. The owner comes first, so
 * that requests beyond its limit do not use up that of the network.
 * @throws DomainError `too-many-uploads`
 */
export async function countUploadRequest(
  table: Table,
  { caller, sourceDigest, now, owner }: UploadSource,
): Promise<void> {
  if (caller.kind === "staff") return countUpload(table, caller.id, now, staffLimit);
  if (owner) {
    const { id, delegationStatus = "accredited" } = owner;
    await countUpload(table, id, now, delegationStatus === "accredited" ? ownerLimit : requestedDelegationLimit);
  }
  await countUpload(table, sourceDigest, now, networkLimit);
}
