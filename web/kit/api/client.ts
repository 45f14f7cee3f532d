import type * as z from "zod/mini";
import type { Problem } from "#shared/contracts/problem.ts";
import type { Operations } from "#shared/http/operations.ts";
import { type OperationId, routes } from "#shared/http/routes.ts";
import { automaticRequestHeader } from "#shared/model/access.ts";
import { isAutomaticRequest } from "../session/user-activity.ts";
import { sendWhileBusy } from "./retries.ts";

type RequestBody<Id extends OperationId> = Operations[Id] extends { readonly body: infer B extends z.ZodMiniType }
  ? z.input<B>
  : never;

/** The response body of an operation. */
export type ApiAnswer<Id extends OperationId> = z.output<Operations[Id]["response"]>;

/** The placeholders of a path, such as `conferenceId`. */
type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameters<Rest>
  : never;

export type ApiCallOptions<Id extends OperationId> = {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** The language of the texts in the response. */
  readonly language?: string;
  readonly token?: string | undefined;
  /** Makes a repeated request take effect once. */
  readonly idempotencyKey?: string;
  /** The `version` that the caller has read, sent as If-Match. */
  readonly version?: number | undefined;
  readonly signal?: AbortSignal;
  /** Whether the request goes on after the page is left. */
  readonly keepalive?: boolean;
} & ([RequestBody<Id>] extends [never] ? object : { readonly body: RequestBody<Id> }) &
  ([PathParameters<(typeof routes)[Id]["path"]>] extends [never]
    ? object
    : { readonly params: Readonly<Record<PathParameters<(typeof routes)[Id]["path"]>, string>> });

/** An error response of the API, with its problem details and field errors. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = "ApiError";
    this.problem = problem;
  }
}

/** Whether an error says that there is no conference with this identifier. */
export const isUnknownConference = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "unknown-conference";

/** Whether an error says that another person saved the object since its version was read. */
export const isChangedMeanwhile = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "changed-meanwhile";

/** Whether an error says that the session of the caller is over. */
export const isSessionOver = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "not-signed-in";

/** Whether an error says that the caller has no right to the operation. */
export const isNotAllowed = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.code === "not-allowed";

/** No valid response: the network failed, or another server answered. The request may have taken effect. */
export class NetworkError extends Error {
  override name = "NetworkError";
}

/**
 * Calls an operation of the contract.
 * @throws ApiError, NetworkError
 */
export async function callApi<Id extends OperationId>(id: Id, options: ApiCallOptions<Id>): Promise<ApiAnswer<Id>> {
  const response = await sendRequest(id, options, "application/json");
  const text = await response.text();
  if (response.ok) return parseJson<ApiAnswer<Id>>(text);
  throw new ApiError(parseProblem(parseJson(text), response.status));
}

/**
 * Calls an operation that responds with a file or redirects to one.
 * @throws ApiError, NetworkError
 */
export async function fetchFile<Id extends OperationId>(id: Id, options: ApiCallOptions<Id>): Promise<Blob> {
  const response = await sendRequest(id, options, "*/*");
  if (!response.ok) throw new ApiError(parseProblem(parseJson(await response.text()), response.status));
  return response.blob().catch((error: unknown) => {
    throw new NetworkError("the file is incomplete", { cause: error });
  });
}

function sendRequest<Id extends OperationId>(id: Id, options: ApiCallOptions<Id>, accept: string): Promise<Response> {
  const { query, params, body, signal, keepalive } = options as ApiCallOptions<OperationId> & UntypedCall;
  const { method, path } = routes[id];
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ""));
  const parameters = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  );
  const search = parameters.length > 0 ? `?${new URLSearchParams(parameters)}` : "";
  const request: RequestInit = {
    method,
    headers: { accept, ...buildHeaders(options, body !== undefined) },
    credentials: "omit",
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    ...(keepalive && { keepalive }),
  };
  const takesEffectOnce = method !== "POST" || options.idempotencyKey !== undefined;
  return sendWhileBusy(() => fetch(url + search, request), takesEffectOnce, signal).catch((error: unknown) => {
    throw new NetworkError("no response", { cause: error });
  });
}

interface UntypedCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function buildHeaders(
  { token, language, idempotencyKey, version }: Omit<ApiCallOptions<OperationId>, "body" | "params">,
  hasBody: boolean,
): Record<string, string> {
  return {
    ...(hasBody && { "content-type": "application/json" }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(token !== undefined && isAutomaticRequest() && { [automaticRequestHeader]: "1" }),
    ...(language !== undefined && { "accept-language": language }),
    ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
    ...(version !== undefined && { "if-match": `"${version}"` }),
  };
}

function parseJson<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new NetworkError("not a response of the API", { cause: error });
  }
}

/** Responses of the gateway itself have no problem code. */
function parseProblem(body: Partial<Problem>, status: number): Problem {
  if (body.code !== undefined && body.title !== undefined) return body as Problem;
  throw new NetworkError(`status ${status}`);
}

/**
 * Derives the idempotency key of a request from its body: the same body is the same request, a changed body a new one.
 * @param form identifies the form, so that two forms with equal bodies have different keys
 */
export async function createIdempotencyKey(form: unknown, body: unknown): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify([form, body])));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Lists all items page by page, at most `most`. Not for lists that grow without bound with the conference. */
export async function listAllPages<T>(
  read: (cursor: string | undefined) => Promise<ListPage<T>>,
  most: number,
): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await read(cursor);
    all.push(...items);
    if (next === null || all.length >= most) return all.slice(0, most);
    cursor = next;
  }
}

/** As `listAllPages`, with the identifiers of those that the list leaves out because their records are damaged. */
export async function listAllWithDamaged<T>(
  read: (cursor: string | undefined) => Promise<ListPage<T> & { readonly damaged?: readonly string[] | undefined }>,
  most: number,
): Promise<{ readonly items: readonly T[]; readonly damaged: readonly string[] }> {
  const damaged: string[] = [];
  const items = await listAllPages(async (cursor) => {
    const page = await read(cursor);
    damaged.push(...(page.damaged ?? []));
    return page;
  }, most);
  return { items, damaged };
}

/** More conferences than any organization has held. */
const maxConferences = 5_000;

/** The groups of a staff member at each conference, by its identifier. */
export type ConferenceGroups = ApiAnswer<"listConferences">["groups"];

/** All conferences that a staff member may see. @param read reads one page */
export async function listAllConferences<T>(
  read: (page: {
    readonly limit: number;
    readonly cursor: string | undefined;
  }) => Promise<ListPage<T> & { readonly groups: ConferenceGroups; readonly damaged?: readonly string[] | undefined }>,
): Promise<{ readonly items: readonly T[]; readonly damaged: readonly string[]; readonly groups: ConferenceGroups }> {
  const groups: ConferenceGroups = {};
  const readPage = async (cursor: string | undefined) => {
    const page = await read({ limit: 100, cursor });
    Object.assign(groups, page.groups);
    return page;
  };
  return { ...(await listAllWithDamaged(readPage, maxConferences)), groups };
}

/** Saves a file as a browser download. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers read the URL only after the click event.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
