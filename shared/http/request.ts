import type * as z from "zod/mini";
import type { IdempotencyRecord } from "#shared/commands/journal.ts";
import type { Operations } from "#shared/contract/operations.ts";
import type { Access } from "#shared/contract/routes.ts";
import type { Language } from "#shared/domain/conference.ts";
import type { Caller } from "./caller.ts";
import type { Identifiers } from "./read.ts";

type BodyOf<O> = O extends { body: infer B extends z.ZodMiniType } ? z.output<B> : undefined;

/** A request that has been parsed and allowed: all that a handler may know of it. */
export interface Request<Id extends keyof Operations> {
  readonly params: Identifiers;
  readonly query: z.output<Operations[Id]["query"]>;
  readonly body: BodyOf<Operations[Id]>;
  readonly caller: Caller;
  /** Who may use this address, by the table of routes: what the caller is must be asked of each object with it. */
  readonly access: readonly Access[];
  /** The reader's language, by `Accept-Language`. */
  readonly language: Language;
  /** Where the request came from, by the digest of its address. */
  readonly source: string;
  /** RFC 3339, UTC. */
  readonly now: string;
  /** By when the answer must be there, in ms of `Date.now()`. */
  readonly deadline: number;
  /** The version that the caller has seen, by `If-Match`. */
  readonly version: number | undefined;
  /** Set when the caller sent an `Idempotency-Key`. */
  readonly idempotency: IdempotencyRecord | undefined;
}

/** Answers one operation; what it returns is parsed by the operation's answer schema before it leaves. */
export type Handler<Id extends keyof Operations> = (request: Request<Id>) => Promise<z.input<Operations[Id]["answer"]>>;
