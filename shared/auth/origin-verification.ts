import { timingSafeEqual } from "node:crypto";
import { computeDigest } from "#shared/dynamodb/keys.ts";
import { originVerifyHeader } from "#shared/model/access.ts";

type RequestHeaders = Readonly<Record<string, string | undefined>>;

export interface OriginVerifier {
  readonly isFromDistribution: (headers: RequestHeaders) => boolean;
  /** The network of the client. @param sourceIp the peer of the gateway: an edge of the distribution */
  readonly getSourceNetwork: (headers: RequestHeaders, sourceIp: string) => string;
}

/**
 * Verifies that a request comes through the distribution, which limits the rate of each address. Each edge adds the
 * secret, and appends the client's address to `X-Forwarded-For`; then the gateway appends the edge's address. Earlier
 * addresses in the header come from the client and are ignored.
 * @param environment `ORIGIN_VERIFY_SECRETS` holds the accepted secrets, separated by commas. Without it, on a
 * developer's machine, there is no distribution, and no header is trusted.
 */
export function createOriginVerifier({
  ORIGIN_VERIFY_SECRETS: secrets,
  AWS_LAMBDA_FUNCTION_NAME: deployed,
}: NodeJS.ProcessEnv): OriginVerifier {
  if (!secrets && deployed) throw new Error("ORIGIN_VERIFY_SECRETS is missing: the API would be open to all");
  if (!secrets) return { isFromDistribution: () => true, getSourceNetwork: (_, sourceIp) => toNetwork(sourceIp) };
  const accepted = secrets.split(",").map(hashSecret);
  return {
    isFromDistribution: (headers) => {
      const sent = hashSecret(headers[originVerifyHeader] ?? "");
      return accepted.some((secret) => timingSafeEqual(secret, sent));
    },
    getSourceNetwork: (headers, sourceIp) =>
      toNetwork(headers["x-forwarded-for"]?.split(",").at(-2)?.trim() ?? sourceIp),
  };
}

/** `timingSafeEqual` requires texts of the same length. */
const hashSecret = (secret: string) => Buffer.from(computeDigest(secret));

/** The /64 network of an IPv6 address, because one client has 2^64 addresses; an IPv4 address as it is. */
function toNetwork(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const splitGroups = (part: string) => part.split(":").filter((group) => group !== "");
  const [left, right] = [splitGroups(head), splitGroups(tail ?? "")];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const prefix = [...left, ...zeros, ...right].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${prefix.join(":")}::/64`;
}
