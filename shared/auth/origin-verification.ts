import { timingSafeEqual } from "node:crypto";
import { computeDigest } from "#shared/dynamodb/keys.ts";
import { originVerifyHeader } from "#shared/model/access.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";
import { parseOriginSecret } from "./contract.ts";

type RequestHeaders = Readonly<Record<string, string | undefined>>;

export interface OriginVerifier {
  readonly isFromDistribution: (headers: RequestHeaders) => Promise<boolean>;
  /** The network of the client. @param sourceIp the peer of the gateway: an edge of the distribution */
  readonly getSourceNetwork: (headers: RequestHeaders, sourceIp: string) => string;
}

/** Reads the current secret, as JSON (`OriginSecret`). @throws Error if the vault does not answer */
export type ReadOriginSecret = () => Promise<string>;

/** How long a read secret is used, in ms. A rotation waits longer than this after each change. */
export const originSecretTtlMs = 300_000;

/**
 * Verifies that a request comes through the distribution, which limits the rate of each address. Each edge adds the
 * secret, and appends the client's address to `X-Forwarded-For`; then the gateway appends the edge's address. Earlier
 * addresses in the header come from the client and are ignored.
 * @param environment `ORIGIN_VERIFY_SECRET_ARN` names the secret. Without it, on a developer's machine, there is no
 * distribution, and no header is trusted.
 */
export function createOriginVerifier(
  { ORIGIN_VERIFY_SECRET_ARN: secretArn, AWS_LAMBDA_FUNCTION_NAME: deployed }: NodeJS.ProcessEnv,
  readSecret: ReadOriginSecret = createLazySecretReader(secretArn ?? ""),
): OriginVerifier {
  if (!secretArn && deployed) throw new Error("ORIGIN_VERIFY_SECRET_ARN is missing: the API would be open to all");
  if (!secretArn)
    return { isFromDistribution: async () => true, getSourceNetwork: (_, sourceIp) => toNetwork(sourceIp) };
  const getAccepted = cacheAcceptedSecrets(readSecret);
  return {
    isFromDistribution: async (headers) => {
      const sent = hashSecret(headers[originVerifyHeader] ?? "");
      return (await getAccepted()).some((secret) => timingSafeEqual(secret, sent));
    },
    getSourceNetwork: (headers, sourceIp) =>
      toNetwork(headers["x-forwarded-for"]?.split(",").at(-2)?.trim() ?? sourceIp),
  };
}

/**
 * The digests of the accepted secrets, read again after `originSecretTtlMs`. If the vault does not answer then, the last
 * ones stay in use, so that its failure does not stop the API.
 */
function cacheAcceptedSecrets(readSecret: ReadOriginSecret): () => Promise<readonly Buffer[]> {
  let cached: { readonly accepted: Promise<readonly Buffer[]>; readonly readAt: number } | undefined;
  const read = async () => {
    const { sent, next = sent, previous = sent } = parseOriginSecret(JSON.parse(await readSecret()));
    return [sent, next, previous].map(hashSecret);
  };
  return () => {
    if (cached && Date.now() - cached.readAt < originSecretTtlMs) return cached.accepted;
    const previous = cached?.accepted;
    const accepted = read().catch((error: unknown) => {
      log("origin-secret.not-read", toErrorFields(error), "error");
      if (previous) return previous;
      cached = undefined;
      throw error;
    });
    cached = { accepted, readAt: Date.now() };
    return accepted;
  };
}

/** Loads the client with the first request (docs/decisions/0043-load-rarely-used-code-on-demand.md). */
function createLazySecretReader(secretArn: string): ReadOriginSecret {
  let reader: Promise<ReadOriginSecret> | undefined;
  return async () => {
    reader ??= import("#shared/runtime/secrets-manager.ts").then(({ createSecretReader }) =>
      createSecretReader(secretArn),
    );
    return (await reader)();
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
