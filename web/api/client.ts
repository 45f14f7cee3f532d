import type * as z from "zod/mini";
import type { Operations } from "#shared/contract/operations.ts";
import type { Problem } from "#shared/contract/problem.ts";
import { type OperationId, routes } from "#shared/contract/routes.ts";

type BodyOf<Id extends OperationId> = Operations[Id] extends { readonly body: infer B extends z.ZodMiniType }
  ? z.input<B>
  : never;

/** What a call gives back. */
export type AnswerOf<Id extends OperationId> = z.output<Operations[Id]["answer"]>;

/** The placeholders of an address, such as `conferenceId`. */
type ParametersOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never;

export type CallOptions<Id extends OperationId> = {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent with the request, so that the answer's words are in it. */
  readonly language?: string;
  readonly token?: string | undefined;
  /** The same for a request that is sent again: it has its effect once. */
  readonly key?: string;
  /** The `version` that the caller has read. */
  readonly version?: number | undefined;
  readonly signal?: AbortSignal;
} & ([BodyOf<Id>] extends [never] ? object : { readonly body: BodyOf<Id> }) &
  ([ParametersOf<(typeof routes)[Id]["path"]>] extends [never]
    ? object
    : { readonly params: Readonly<Record<ParametersOf<(typeof routes)[Id]["path"]>, string>> });

/** The API said no: its problem, with the faults of each field if there are any. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = "Refused";
    this.problem = problem;
  }
}

/** No answer came: the network is gone, or the answer was no answer of ours. What was sent may have had its effect. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

/**
 * Calls an operation of the contract.
 * @throws Refused, Unreachable
 */
export async function call<Id extends OperationId>(id: Id, options: CallOptions<Id>): Promise<AnswerOf<Id>> {
  const answer = await send(id, options, "application/json");
  const text = await answer.text();
  if (answer.ok) return read<AnswerOf<Id>>(text);
  throw new Refused(problemOf(read(text), answer.status));
}

/**
 * Calls an operation that gives a file, or leads to one.
 * @throws Refused, Unreachable
 */
export async function callForFile<Id extends OperationId>(id: Id, options: CallOptions<Id>): Promise<Blob> {
  const answer = await send(id, options, "*/*");
  if (!answer.ok) throw new Refused(problemOf(read(await answer.text()), answer.status));
  return answer.blob().catch((error: unknown) => {
    throw new Unreachable("half a file", { cause: error });
  });
}

function send<Id extends OperationId>(id: Id, options: CallOptions<Id>, accept: string): Promise<Response> {
  const { query, params, body, signal } = options as CallOptions<OperationId> & Loose;
  const { method, path } = routes[id];
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params?.[name] ?? ""));
  const asked = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, `${value}`]],
  );
  const search = asked.length > 0 ? `?${new URLSearchParams(asked)}` : "";
  return fetch(url + search, {
    method,
    headers: { accept, ...headersOf(options, body !== undefined) },
    credentials: "omit",
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw new Unreachable("no answer", { cause: error });
  });
}

interface Loose {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function headersOf(
  { token, language, key, version }: Omit<CallOptions<OperationId>, "body" | "params">,
  hasBody: boolean,
): Record<string, string> {
  return {
    ...(hasBody && { "content-type": "application/json" }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(language !== undefined && { "accept-language": language }),
    ...(key !== undefined && { "idempotency-key": key }),
    ...(version !== undefined && { "if-match": `"${version}"` }),
  };
}

function read<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Unreachable("no answer of ours", { cause: error });
  }
}

/** The gateway's own words carry no code. */
function problemOf(said: Partial<Problem>, status: number): Problem {
  if (said.code !== undefined && said.title !== undefined) return said as Problem;
  throw new Unreachable(`status ${status}`);
}
