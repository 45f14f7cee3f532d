import * as z from "zod/mini";
import type { RefusalCode } from "#shared/domain/refusal.ts";
import type { HttpFunction, OperationId, routes } from "../routes.ts";

/** What one address takes and gives. The functions parse with it, the OpenAPI document is drawn from it. */
export interface Operation {
  readonly summary: string;
  readonly query: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** 303: what was asked for lies at the `url` of the answer. */
  readonly success: 200 | 201 | 202 | 303;
  readonly answer: z.ZodMiniType;
  /** Of an answer that is a text: `text/html` if nothing is said. */
  readonly contentType?: string;
  /** Set where the answer is a file of this type, in bytes, that is saved under this name. */
  readonly file?: { readonly type: string; readonly name: string };
  /** With 303: the type of the file that lies there. */
  readonly leadsTo?: string;
  /** `required` on a change to something the caller has read. */
  readonly ifMatch?: "required" | "optional";
  /** Whether an `Idempotency-Key` is honoured. */
  readonly repeatable?: true;
  /** What it may refuse with, beyond what every address may. */
  readonly refusals: readonly RefusalCode[];
}

/** The operations that one function answers: each of its routes has one, and nothing else does. */
export type OperationsOf<Function extends HttpFunction> = {
  readonly [Id in OperationId as (typeof routes)[Id]["function"] extends Function ? Id : never]: Operation;
};

/** The answer of an address that gives a file. */
export const pdf = z.instanceof(Uint8Array<ArrayBufferLike>);

/** Where no query or body is taken. */
export const nothing = z.strictObject({});
