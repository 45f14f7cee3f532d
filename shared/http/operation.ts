import * as z from "zod/mini";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";

/** The request and the response of one route. Functions parse with it, and the OpenAPI document is generated from it. */
export interface Operation {
  /** Without it, the query must be empty. */
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  /** The largest body, in bytes; 64 KB by default. */
  readonly maxBodyBytes?: number;
  /** 200 by default. 303: the `url` of the response is the location of the file. */
  readonly success?: 201 | 202 | 303;
  readonly response: z.ZodMiniType;
  /** The content type of a text response; `text/html` by default. */
  readonly contentType?: string;
  /** Set if the response is a file, in bytes: its content type, the name under which it is saved, and whether it is shown. */
  readonly file?: { readonly type: string; readonly name: string; readonly isInline?: true };
  /** How long any cache may keep the response, in seconds; no cache stores one without it. */
  readonly maxAgeSeconds?: number;
  /** With 303: the content type of the file at the location. */
  readonly fileContentType?: string;
  /** Whether `If-Match` is read. `required` for a change of data that the caller has read. */
  readonly ifMatch?: "required" | "optional";
  /** Whether `Idempotency-Key` is honoured. */
  readonly repeatable?: true;
  /** Further domain errors than those that follow from the route and the fields above (`listErrorCodes`). */
  readonly errorCodes?: readonly DomainErrorCode[];
}

/** Whether a request must have a body. Only a body without any field may be left out. */
export const requiresBody = ({ body }: Operation): boolean =>
  body !== undefined && !(body instanceof z.ZodMiniObject && Object.keys(body.def.shape).length === 0);
