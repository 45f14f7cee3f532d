import { Agent, request } from "node:http";
import type { Operation } from "#shared/http/operation.ts";
import { operations } from "#shared/http/operations.ts";
import { getHttpStatus } from "#shared/http/problem.ts";
import { type OperationId, routes } from "#shared/http/routes.ts";
import type { DomainErrorCode } from "#shared/model/domain-error.ts";
import { getSharedSystem } from "../support/system.ts";
import { buildAddress, type CallSubject } from "./prepare.ts";
import { callerRoles, type RoleName, roleNames } from "./roles.ts";
import { getExpectedRule, type ObjectScope, objectScopes } from "./rules.ts";
import { createSession } from "./tokens.ts";
import { type ValidCall, validCalls } from "./valid-calls.ts";
import type { AuthorizationFixture } from "./world.ts";

/** One cell of the matrix: the caller, the operation, the object, and the answer that the rules require. */
export interface MatrixCell {
  readonly role: RoleName;
  readonly operation: OperationId;
  readonly scope: ObjectScope;
  readonly rule: "allowed" | DomainErrorCode;
}

export const operationIds = Object.keys(routes) as OperationId[];

export const matrixCells: readonly MatrixCell[] = roleNames.flatMap((role) =>
  operationIds.flatMap((operation) =>
    objectScopes.map((scope) => ({
      role,
      operation,
      scope,
      rule: getExpectedRule(operation, validCalls[operation], callerRoles[role], scope),
    })),
  ),
);

/** An answer in short: `201`, or `403 not-allowed`. */
const formatOutcome = (status: number, code?: string) => (code === undefined ? `${status}` : `${status} ${code}`);

/** The answer that a cell must have. */
export function getExpectedOutcome({ operation, rule }: MatrixCell): string {
  const { reaches } = validCalls[operation];
  const code = rule === "allowed" ? reaches : rule;
  return code === undefined
    ? formatOutcome((operations[operation] as Operation).success ?? 200)
    : formatOutcome(getHttpStatus(code), code);
}

/** Makes the call of a cell. @returns the answer in short */
export async function tryCell(
  world: AuthorizationFixture,
  { role, operation, scope, rule }: MatrixCell,
): Promise<string> {
  const call: ValidCall = validCalls[operation];
  const known = world.subjects.get(scope);
  if (!known) throw new Error("a scope without a subject");
  const prepared = rule === "allowed" ? await call.prepare?.(known) : undefined;
  const subject = { ...known, ...prepared };
  const isNew = role === "a delegate" && prepared?.registrationId !== undefined;
  // An erasure ends the other sessions of the address, so each new registration has an address of its own.
  const token = isNew
    ? await createSession(subject.conferenceId, buildAddress(subject.registrationId), [subject.registrationId])
    : world.tokens[role];
  const version = await call.version?.(subject);
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(version !== undefined && { "if-match": String(version) }),
  };
  return sendMatrixCall(operation, subject, headers, await call.body?.(subject));
}

/** Uses an address of its own for each call, because the requests of one source are limited per hour. */
const httpAgent = new Agent({ keepAlive: true, maxSockets: 16, localAddress: "127.0.0.2" } as object);

/** Sends a call of an operation. @returns the answer in short */
export function sendMatrixCall(
  operation: OperationId,
  subject: CallSubject,
  headers: Record<string, string>,
  body: unknown,
): Promise<string> {
  const { method, path } = routes[operation];
  const url =
    getSharedSystem().api +
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(subject[name as keyof CallSubject])) +
    (validCalls[operation].query ?? "");
  const payload = body === undefined ? "" : JSON.stringify(body);
  const more = payload ? { "content-type": "application/json", "content-length": Buffer.byteLength(payload) } : {};
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: httpAgent, headers: { ...headers, ...more } }, async (answer) => {
      const text = Buffer.concat(await Array.fromAsync(answer)).toString();
      const isProblem = answer.headers["content-type"]?.includes("problem+json");
      resolve(
        formatOutcome(answer.statusCode ?? 0, isProblem ? (JSON.parse(text) as { code: string }).code : undefined),
      );
    });
    asked.on("error", reject).end(payload);
  });
}
