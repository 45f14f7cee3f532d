import { countWithinLimit, type RateLimit } from "#shared/dynamodb/rate-limit.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { DomainError } from "#shared/model/domain-error.ts";

/**
 * For one address, from one network: anyone can name it as a focal point, and its owner sees every delegation that
 * names it, accredited or not.
 */
const addressLimit: RateLimit = { kind: "delegation-request", count: 5, per: "day" };

/** For one address, from all networks, so that a stranger alone does not use up what its owner may ask for. */
const totalAddressLimit: RateLimit = { kind: "delegation-request", count: 50, per: "day" };

/** Of one network, which an office may share. */
const networkLimit: RateLimit = { kind: "delegation-request", count: 60, per: "hour" };

interface DelegationRequestSource {
  readonly params: { readonly conferenceId: string };
  readonly body: { readonly focalPoints: readonly string[] };
  readonly sourceDigest: string;
  readonly now: string;
}

/**
 * Counts a request for accreditation for its network, and for each address that it names.
 * @throws DomainError `too-many-delegation-requests`
 */
export async function countDelegationRequest(
  table: Table,
  { params: { conferenceId }, body: { focalPoints }, sourceDigest, now }: DelegationRequestSource,
): Promise<void> {
  const addresses = focalPoints.map((email) => `${conferenceId}#${computeAddressDigest(email)}`);
  const counted = [
    [sourceDigest, networkLimit] as const,
    ...addresses.map((address) => [`${address}#${sourceDigest}`, addressLimit] as const),
    ...addresses.map((address) => [address, totalAddressLimit] as const),
  ];
  for (const [source, limit] of counted)
    if (!(await countWithinLimit(table, source, now, limit))) throw new DomainError("too-many-delegation-requests");
}
