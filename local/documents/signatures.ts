import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { localCredentials } from "../context.ts";

/** The error response of S3. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const computeHmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * Verifies a signature of AWS Signature Version 4.
 * @param credential `AKID/date/region/service/aws4_request`
 * @param signature hexadecimal
 * @throws S3Error 403 `SignatureDoesNotMatch`
 */
function assertSigned(text: string, credential: string, signature: string): void {
  const [date = "", ...scope] = credential.split("/").slice(1);
  const key = scope.reduce(computeHmac, computeHmac(`AWS4${localCredentials.secretAccessKey}`, date));
  const [actual, expected] = [Buffer.from(signature, "hex"), computeHmac(key, text)];
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected))
    throw new S3Error(403, "SignatureDoesNotMatch");
}

type Condition = Record<string, string> | readonly [string, string | number, string | number];

/** Fields that need no condition in the policy. */
const implicitFields = new Set(["policy", "x-amz-signature", "file"]);

/**
 * Verifies a form as S3 does (Amazon S3, "Authenticating requests in browser-based uploads using POST"): the signature
 * and the expiration of the policy, all conditions, and that a condition names each field.
 * @param fields by their names in lower case
 * @param size of the file, in bytes
 * @param now in ms since 1970
 * @throws S3Error
 */
export function assertFormAllowed(
  fields: ReadonlyMap<string, string>,
  size: number,
  bucket: string,
  now: number,
): void {
  const policy = fields.get("policy") ?? "";
  assertSigned(policy, fields.get("x-amz-credential") ?? "", fields.get("x-amz-signature") ?? "");
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, "base64").toString()) as {
    expiration: string;
    conditions: Condition[];
  };
  if (Date.parse(expiration) < now) throw new S3Error(403, "AccessDenied");
  const values = new Map([...fields, ["bucket", bucket]]);
  const named = conditions.map((condition) => assertConditionMet(condition, values, size));
  const unnamed = [...fields.keys()].filter((name) => !named.includes(name) && !implicitFields.has(name));
  if (unnamed.length > 0) throw new S3Error(403, "AccessDenied");
}

/** @returns the field that the condition names @throws S3Error */
function assertConditionMet(condition: Condition, values: ReadonlyMap<string, string>, size: number): string {
  const [operator, name, operand] = parseCondition(condition);
  if (operator === "content-length-range") {
    if (size < Number(name)) throw new S3Error(400, "EntityTooSmall");
    if (size > Number(operand)) throw new S3Error(400, "EntityTooLarge");
    return "file";
  }
  const value = values.get(name) ?? "";
  const isMet = operator === "eq" ? value === operand : value.startsWith(operand);
  if (!isMet) throw new S3Error(403, "AccessDenied");
  return name;
}

function parseCondition(condition: Condition): [operator: string, name: string, operand: string] {
  if (Array.isArray(condition)) {
    const [operator = "", name = "", operand = ""] = condition.map(String);
    return [operator, name.replace(/^\$/, "").toLowerCase(), operand];
  }
  const [[name, operand] = ["", ""]] = Object.entries(condition as Record<string, string>);
  return ["eq", name.toLowerCase(), operand];
}

const encodeRfc3986 = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

/** Verifies the signature and the expiration of a presigned address (query parameters). @throws S3Error 403 */
export function assertPresignedUrlValid({ method = "GET", headers }: IncomingMessage, url: URL): void {
  const get = (name: string) => url.searchParams.get(name) ?? "";
  const [signedAt, credential] = [get("X-Amz-Date"), get("X-Amz-Credential")];
  const headerNames = get("X-Amz-SignedHeaders").split(";");
  const canonicalRequest = [
    method,
    url.pathname,
    [...url.searchParams]
      .filter(([name]) => name !== "X-Amz-Signature")
      .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
      .toSorted()
      .join("&"),
    ...headerNames.map((name) => `${name}:${headers[name] ?? ""}`),
    "",
    headerNames.join(";"),
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const digest = createHash("sha256").update(canonicalRequest).digest("hex");
  const scope = credential.split("/").slice(1).join("/");
  assertSigned(["AWS4-HMAC-SHA256", signedAt, scope, digest].join("\n"), credential, get("X-Amz-Signature"));
  const expiresAt = parseAmzDate(signedAt) + Number(get("X-Amz-Expires")) * 1_000;
  if (!(Date.now() <= expiresAt)) throw new S3Error(403, "AccessDenied");
}

/** `20261124T140000Z` in ms since 1970. */
const parseAmzDate = (text: string) =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
