import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import type { Operation } from "#shared/contract/operations/operation.ts";
import { Refusal, type RefusalCode } from "#shared/domain/refusal.ts";
import { derivedId, digestOf } from "#shared/store/ids.ts";
import type { Caller } from "./caller.ts";
import type { Event } from "./event.ts";

/** The longest body, in bytes. */
const longestBody = 65_536;

const shapes = {
  conferenceId: { pattern: /^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/, otherwise: "unknown-conference" },
  registrationId: { pattern: /^[a-z2-7]{24}$/, otherwise: "not-found" },
  delegationId: { pattern: /^[a-z2-7]{24}$/, otherwise: "not-found" },
  documentId: { pattern: /^[a-z2-7]{24}$/, otherwise: "not-found" },
  letterId: { pattern: /^[a-z2-7]{24}$/, otherwise: "not-found" },
  jobId: { pattern: /^[a-z2-7]{24}$/, otherwise: "not-found" },
} as const satisfies Record<string, { pattern: RegExp; otherwise: RefusalCode }>;

export type Identifiers = Readonly<Record<keyof typeof shapes, string>>;

/** The identifiers in the address. @throws Refusal as if there were no such thing, for one that can't be one */
export function readIdentifiers(params: Event["pathParameters"]): Identifiers {
  const read = (name: keyof typeof shapes) => {
    const value = params?.[name];
    if (value !== undefined && !shapes[name].pattern.test(value)) throw new Refusal(shapes[name].otherwise);
    return value ?? "";
  };
  return {
    conferenceId: read("conferenceId"),
    registrationId: read("registrationId"),
    delegationId: read("delegationId"),
    documentId: read("documentId"),
    letterId: read("letterId"),
    jobId: read("jobId"),
  };
}

/**
 * The JSON of the body; an empty one is an empty object.
 * @throws Refusal `body-too-large`, `wrong-content-type`, `malformed-json`
 */
export function readBody(operation: Operation, event: Event): unknown {
  if (!operation.body) return undefined;
  const text = event.isBase64Encoded ? decode(event.body ?? "") : (event.body ?? "");
  if (Buffer.byteLength(text) > longestBody) throw new Refusal("body-too-large");
  if (text === "") return {};
  if (!/^application\/json\s*(;|$)/i.test(event.headers["content-type"] ?? "")) throw new Refusal("wrong-content-type");
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("malformed-json");
  }
}

function decode(base64: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    throw new Refusal("malformed-json");
  }
}

/** The version in `If-Match`, bare or as an entity tag. @throws Refusal `version-required`, `changed-meanwhile` */
export function readVersion({ ifMatch }: Operation, header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "*") {
    if (ifMatch === "required" && header === undefined) throw new Refusal("version-required");
    return undefined;
  }
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1];
  if (version === undefined) throw new Refusal("changed-meanwhile");
  return ifMatch ? Number(version) : undefined;
}

const whoOf = (caller: Caller): string => {
  if (caller.kind === "staff") return caller.id;
  return caller.kind === "delegate" ? [...caller.registrationIds, ...caller.delegationIds].join() : "public";
};

/** The caller's `Idempotency-Key`, bound to who they are, where they sent it, and what. */
export function readKey(event: Event, caller: Caller, body: unknown): IdempotencyRecord | undefined {
  const key = event.headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Refusal("invalid-request", [{ path: "Idempotency-Key", rule: "pattern" }]);
  }
  const who = whoOf(caller);
  return {
    changeId: derivedId("key", who, event.routeKey, event.rawPath, key),
    requestDigest: digestOf(JSON.stringify(body ?? null)),
  };
}
