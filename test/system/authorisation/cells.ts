import { Agent, request } from "node:http";
import { operations } from "#shared/contract/operations.ts";
import { type OperationId, routes } from "#shared/contract/routes.ts";
import type { RefusalCode } from "#shared/domain/refusal.ts";
import { statusOf } from "#shared/http/problem.ts";
import { running } from "../system.ts";
import { calls } from "./calls.ts";
import { addressOf, type RoleName, roleNames, roles } from "./roles.ts";
import { ruleFor, type Scope, scopes } from "./rules.ts";
import { aSession } from "./tokens.ts";
import type { Subject, ValidCall } from "./valid-call.ts";
import type { World } from "./world.ts";

/** One square of the matrix: who calls what on whose object, and what the rules say. */
export interface Cell {
  readonly role: RoleName;
  readonly operation: OperationId;
  readonly scope: Scope;
  readonly rule: "allowed" | RefusalCode;
}

export const operationIds = Object.keys(routes) as OperationId[];

export const cells: readonly Cell[] = roleNames.flatMap((role) =>
  operationIds.flatMap((operation) =>
    scopes.map((scope) => ({ role, operation, scope, rule: ruleFor(operation, calls[operation], roles[role], scope) })),
  ),
);

/** What an answer came to: `201`, or `403 not-allowed`. */
const said = (status: number, code?: string) => (code === undefined ? `${status}` : `${status} ${code}`);

/** What a cell's answer must be. */
export function wanted({ operation, rule }: Cell): string {
  const { reaches } = calls[operation];
  const code = rule === "allowed" ? reaches : rule;
  return code === undefined ? said(operations[operation].success) : said(statusOf(code), code);
}

/** Carries a cell out. @returns what the answer came to */
export async function tryCell(world: World, { role, operation, scope, rule }: Cell): Promise<string> {
  const call: ValidCall = calls[operation];
  const known = world.subjects.get(scope);
  if (!known) throw new Error("a scope without a subject");
  const prepared = rule === "allowed" ? await call.prepare?.(known) : undefined;
  const subject = { ...known, ...prepared };
  const isNew = role === "a delegate" && prepared?.registrationId !== undefined;
  const token = isNew
    ? await aSession(subject.conferenceId, addressOf(role), [subject.registrationId])
    : world.tokens[role];
  const version = await call.version?.(subject);
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(version !== undefined && { "if-match": String(version) }),
  };
  return send(operation, subject, headers, await call.body?.(subject));
}

/** From an address of their own, for what one source may ask for in an hour is limited. */
const agent = new Agent({ keepAlive: true, maxSockets: 16, localAddress: "127.0.0.2" } as object);

function send(
  operation: OperationId,
  subject: Subject,
  headers: Record<string, string>,
  body: unknown,
): Promise<string> {
  const { method, path } = routes[operation];
  const url =
    running().api +
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(subject[name as keyof Subject])) +
    (calls[operation].query ?? "");
  const payload = body === undefined ? "" : JSON.stringify(body);
  const more = payload ? { "content-type": "application/json", "content-length": Buffer.byteLength(payload) } : {};
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent, headers: { ...headers, ...more } }, async (answer) => {
      const text = Buffer.concat(await Array.fromAsync(answer)).toString();
      const isProblem = answer.headers["content-type"]?.includes("problem+json");
      resolve(said(answer.statusCode ?? 0, isProblem ? (JSON.parse(text) as { code: string }).code : undefined));
    });
    asked.on("error", reject).end(payload);
  });
}
