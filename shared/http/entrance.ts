import { timingSafeEqual } from "node:crypto";
import { entranceHeader } from "#shared/contract/routes.ts";
import { digestOf } from "#shared/store/ids.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** Asked of each request: whether it came through the site, and from whom. */
export interface Entrance {
  readonly admits: (headers: Headers) => boolean;
  /** The network of whoever sent it. @param sourceIp who spoke to the gateway: an edge of the distribution */
  readonly sourceOf: (headers: Headers, sourceIp: string) => string;
}

/**
 * The API answers only what the distribution hands on, for what limits one address stands before that. Each edge adds the
 * secret, and puts the address it was asked from at the end of `X-Forwarded-For`; the gateway adds the edge's. What a
 * client writes there itself stands further left, and counts for nothing.
 * @param secrets any of which lets in, parted by commas; without one there is no distribution, and nothing is believed
 */
export function entranceOf({
  ENTRANCE_SECRETS: secrets,
  AWS_LAMBDA_FUNCTION_NAME: deployed,
}: NodeJS.ProcessEnv): Entrance {
  if (!secrets && deployed) throw new Error("ENTRANCE_SECRETS is missing: the API would be open to all");
  if (!secrets) return { admits: () => true, sourceOf: (_, sourceIp) => networkOf(sourceIp) };
  const accepted = secrets.split(",").map(digest);
  return {
    admits: (headers) => {
      const sent = digest(headers[entranceHeader] ?? "");
      return accepted.some((each) => timingSafeEqual(each, sent));
    },
    sourceOf: (headers, sourceIp) => networkOf(headers["x-forwarded-for"]?.split(",").at(-2)?.trim() ?? sourceIp),
  };
}

/** Of one length, as the comparison wants it. */
const digest = (secret: string) => Buffer.from(digestOf(secret));

/** Who has one address of version 6 has 2^64 of them: its network counts. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.includes(".")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = (part: string) => part.split(":").filter((each) => each !== "");
  const [left, right] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const all = [...left, ...zeros, ...right];
  return `${all
    .slice(0, 4)
    .map((each) => each.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
