import { createHmac, timingSafeEqual } from "node:crypto";
import { credentials } from "../context.ts";

/** A form's file isn't taken: what S3 would answer, and why. */
export class NotTaken extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** The signature of a policy (Amazon S3, "Authenticating requests in browser-based uploads using POST", version 4). */
function signatureOf(policy: string, credential: string): Buffer {
  const [, date = "", region = "", service = "", end = ""] = credential.split("/");
  const key = [region, service, end].reduce(hmac, hmac(`AWS4${credentials.secretAccessKey}`, date));
  return hmac(key, policy);
}

function isSigned(fields: ReadonlyMap<string, string>): boolean {
  const policy = fields.get("policy") ?? "";
  const given = Buffer.from(fields.get("x-amz-signature") ?? "", "hex");
  const right = signatureOf(policy, fields.get("x-amz-credential") ?? "");
  return given.length === right.length && timingSafeEqual(given, right);
}

type Condition = Record<string, string> | readonly [string, string | number, string | number];

/** Fields that a policy needn't name. */
const unnamed = new Set(["policy", "x-amz-signature", "file"]);

/**
 * Checks a form as S3 does: signed, not over, each condition met, and each field named by one.
 * @param fields by their names in small letters
 * @param size of the file, in bytes
 * @throws NotTaken
 */
export function checkForm(fields: ReadonlyMap<string, string>, size: number, bucket: string, now: number): void {
  if (!isSigned(fields)) throw new NotTaken(403, "SignatureDoesNotMatch");
  const { expiration, conditions } = JSON.parse(Buffer.from(fields.get("policy") ?? "", "base64").toString()) as {
    expiration: string;
    conditions: Condition[];
  };
  if (Date.parse(expiration) < now) throw new NotTaken(403, "AccessDenied");
  const given = new Map([...fields, ["bucket", bucket]]);
  const named = conditions.map((condition) => meet(condition, given, size));
  const extra = [...fields.keys()].filter((name) => !named.includes(name) && !unnamed.has(name));
  if (extra.length > 0) throw new NotTaken(403, "AccessDenied");
}

/** @returns the field that the condition names @throws NotTaken */
function meet(condition: Condition, given: ReadonlyMap<string, string>, size: number): string {
  const [operator, name, value] = readCondition(condition);
  if (operator === "content-length-range") {
    if (size < Number(name)) throw new NotTaken(400, "EntityTooSmall");
    if (size > Number(value)) throw new NotTaken(400, "EntityTooLarge");
    return "file";
  }
  const has = given.get(name) ?? "";
  const isMet = operator === "eq" ? has === value : has.startsWith(value);
  if (!isMet) throw new NotTaken(403, "AccessDenied");
  return name;
}

function readCondition(condition: Condition): [string, string, string] {
  if (Array.isArray(condition)) {
    const [operator = "", name = "", value = ""] = condition.map(String);
    return [operator, name.replace(/^\$/, "").toLowerCase(), value];
  }
  const [[name, value] = ["", ""]] = Object.entries(condition as Record<string, string>);
  return ["eq", name.toLowerCase(), value];
}
