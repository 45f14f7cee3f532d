import type * as z from "zod/mini";
import type { Caller } from "#shared/auth/caller.ts";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import { computeDigest, deriveId, idPattern } from "#shared/dynamodb/keys.ts";
import type { Access } from "#shared/model/access.ts";
import { findSupportedLanguage, type Language, languages, slugPattern } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import type { GatewayEvent } from "#shared/runtime/lambda.ts";
import { type Operation, requiresBody } from "./operation.ts";
import type { Operations } from "./operations.ts";

type ParsedInput<O, Field extends string, Absent> = O extends { readonly [K in Field]: infer S extends z.ZodMiniType }
  ? z.output<S>
  : Absent;

/** A parsed and authorized request. A handler receives nothing else of the event. */
export interface ApiRequest<Id extends keyof Operations> {
  readonly params: PathIdentifiers;
  readonly query: ParsedInput<Operations[Id], "query", object>;
  readonly body: ParsedInput<Operations[Id], "body", undefined>;
  readonly caller: Caller;
  /** The access that the table of routes grants. The handler checks it against each object that it loads. */
  readonly access: readonly Access[];
  /** The language of the response, by `Accept-Language`. */
  readonly language: Language;
  /** The digest of the network that the request came from. */
  readonly sourceDigest: string;
  /** The header of the browser. */
  readonly userAgent: string | undefined;
  /** RFC 3339, UTC. */
  readonly now: string;
  /** The time by which the response is due, in ms of `Date.now()`. */
  readonly deadline: number;
  /** The version that the caller has read, by `If-Match`. */
  readonly version: number | undefined;
  /** Set if the caller sent an `Idempotency-Key`. */
  readonly idempotency: IdempotencyRecord | undefined;
}

/** Executes one operation. Its result is parsed with the response schema of the operation before it is sent. */
export type ApiHandler<Id extends keyof Operations> = (
  request: ApiRequest<Id>,
) => Promise<z.input<Operations[Id]["response"]>>;

/** The largest body of an operation without a limit of its own, in bytes. */
const maxBodyBytes = 65_536;

const generatedId = { pattern: idPattern, errorCode: "not-found" } as const;

/** The format of each path parameter, and the error of a value that cannot exist. */
const identifierRules = {
  conferenceId: { pattern: slugPattern, errorCode: "unknown-conference" },
  registrationId: generatedId,
  delegationId: generatedId,
  documentId: generatedId,
  letterId: generatedId,
  jobId: generatedId,
  mergeId: generatedId,
  viewId: generatedId,
  pictureId: generatedId,
  language: { pattern: new RegExp(`^(?:${languages.join("|")})$`), errorCode: "not-found" },
} as const;

export type PathIdentifiers = Readonly<Record<keyof typeof identifierRules, string>>;

/**
 * The identifiers in the path; an empty text for those that the path does not have.
 * @throws DomainError `unknown-conference` or `not-found` for a value in another format
 */
export function parseIdentifiers(params: GatewayEvent["pathParameters"]): PathIdentifiers {
  const identifiers = Object.entries(identifierRules).map(([name, { pattern, errorCode }]) => {
    const value = params?.[name];
    if (value !== undefined && !pattern.test(value)) throw new DomainError(errorCode);
    return [name, value ?? ""];
  });
  return Object.fromEntries(identifiers) as PathIdentifiers;
}

/**
 * The JSON of the body; an empty object for a missing body that may be left out.
 * @throws DomainError `invalid-request` for a missing body; `body-too-large`, `wrong-content-type`, `malformed-json`
 */
export function parseBody(operation: Operation, event: GatewayEvent): unknown {
  if (!operation.body) return undefined;
  const text = event.isBase64Encoded ? decodeBase64Body(event.body ?? "") : (event.body ?? "");
  if (Buffer.byteLength(text) > (operation.maxBodyBytes ?? maxBodyBytes)) throw new DomainError("body-too-large");
  if (text === "" && !requiresBody(operation)) return {};
  if (text === "") throw new DomainError("invalid-request", [{ path: "", rule: "required" }]);
  if (!/^application\/json\s*(;|$)/i.test(event.headers["content-type"] ?? ""))
    throw new DomainError("wrong-content-type");
  return parseJsonBody(text);
}

/** The schema of a record would drop the key of a prototype silently; escapes may spell it too. */
function refusePrototypeKey(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new DomainError("invalid-request", [{ path: key, rule: "unknownField" }]);
  return value;
}

function parseJsonBody(text: string): unknown {
  try {
    return /__proto__|\\u/.test(text) ? JSON.parse(text, refusePrototypeKey) : JSON.parse(text);
  } catch (error) {
    throw error instanceof DomainError ? error : new DomainError("malformed-json");
  }
}

function decodeBase64Body(base64: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    throw new DomainError("malformed-json");
  }
}

/** The version in `If-Match`, bare or as an entity tag. @throws DomainError `version-required`, `changed-meanwhile` */
export function parseIfMatch({ ifMatch }: Operation, header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "*") {
    if (ifMatch === "required" && header === undefined) throw new DomainError("version-required");
    return undefined;
  }
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1];
  if (version === undefined) throw new DomainError("changed-meanwhile");
  return ifMatch ? Number(version) : undefined;
}

/**
 * The `Idempotency-Key`, which belongs to the caller over all operations.
 *
 * An anonymous caller has no identity. A request repeated from anywhere is the same request, so its change is derived
 * from the key and the request. That the key is used for one request only is claimed for the network of the caller, so
 * that callers of different networks who choose the same key learn nothing of each other.
 * @throws DomainError `invalid-request`
 */
export function parseIdempotencyKey(
  event: GatewayEvent,
  { caller, sourceDigest }: Pick<ApiRequest<keyof Operations>, "caller" | "sourceDigest">,
  body: unknown,
): IdempotencyRecord | undefined {
  const key = event.headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new DomainError("invalid-request", [{ path: "Idempotency-Key", rule: "pattern" }]);
  }
  const requestDigest = computeDigest(event.routeKey, event.rawPath, JSON.stringify(body ?? null));
  if (caller.kind === "anonymous") {
    const claimId = deriveId("key-claim", sourceDigest, key);
    return { changeId: deriveId("key", "anonymous", key, requestDigest), requestDigest, claimId };
  }
  const callerKey = caller.kind === "staff" ? caller.id : [...caller.registrationIds, ...caller.delegationIds].join();
  return { changeId: deriveId("key", caller.kind, callerKey, key), requestDigest };
}

/** The position and the size of a page, from its query. @throws DomainError `bad-cursor` */
export const parsePageQuery = ({ cursor, limit = "50" }: PageQuery) => ({
  after: decodeCursor(cursor),
  limit: Number(limit),
});

/** One page of items in the order of their keys, and the cursor of the next. @throws DomainError `bad-cursor` */
export function paginateByKey<Item>(items: readonly Item[], getKey: (item: Item) => string, query: PageQuery) {
  const { after = "", limit } = parsePageQuery(query);
  const keyed = items.map((item) => ({ item, key: getKey(item) })).filter(({ key }) => key > after);
  const page = keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit);
  const last = keyed.length > limit ? page.at(-1) : undefined;
  return { items: page.map(({ item }) => item), next: encodeCursor(last?.key ?? null) };
}

interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
}

/** The position of the next page as the client receives it: opaque, and safe in an address. It may contain any text. */
export function encodeCursor(position: string | null): string | null {
  return position === null ? null : Buffer.from(position).toString("base64url");
}

/** @throws DomainError `bad-cursor` for a cursor that no list has returned */
export function decodeCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, "base64url").toString();
  if (!/^[^\p{Cc}\p{Cs}]+$/u.test(position) || encodeCursor(position) !== cursor) throw new DomainError("bad-cursor");
  return position;
}

/** The letters before a cursor that name its list: 48 bits. */
const listTagLength = 8;

/** Names a list: the operation, its identifiers and its filters. Another list does not accept its cursors. */
export function createListTag(id: string, params: object, query: Readonly<Record<string, unknown>>): string {
  const { cursor: _cursor, limit: _limit, ...filters } = query;
  const sorted = Object.entries(filters).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const digest = computeDigest(id, JSON.stringify([params, sorted]));
  return Buffer.from(digest, "hex").toString("base64url").slice(0, listTagLength);
}

/** The query with the cursor as the operation knows it. @throws DomainError `bad-cursor` for the cursor of another list */
export function openListCursor<Query extends object>(query: Query, tag: string): Query {
  const { cursor } = query as PageQuery;
  if (cursor === undefined) return query;
  if (!cursor.startsWith(tag)) throw new DomainError("bad-cursor");
  return { ...query, cursor: cursor.slice(tag.length) };
}

/** The result with a cursor that only the same list accepts. */
export function sealListCursor<Result extends object>(result: Result, tag: string): Result {
  const { next } = result as { readonly next?: unknown };
  return typeof next === "string" ? { ...result, next: tag + next } : result;
}

/** The supported language with the highest weight in an `Accept-Language` header; English by default. */
export function getPreferredLanguage(header: string | undefined): Language {
  if (header === undefined) return "en";
  const requested = header.split(",").map((part) => {
    const [tag, ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((each) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(each)?.[1]).find(Boolean);
    return { language: findSupportedLanguage(tag), weight: Number(weight ?? 1) };
  });
  const supported = requested.filter(({ language, weight }) => weight > 0 && language !== undefined);
  return supported.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? "en";
}
