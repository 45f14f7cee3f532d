import { createHash } from "node:crypto";
import fastify, { type FastifyInstance } from "fastify";
import pg from "pg";
import * as z from "zod/mini";
import { createId } from "#shared/dynamodb/keys.ts";
import { registrationRequest, submissionResponse } from "#shared/registrations/contract.ts";
import type { Connection } from "./postgres.ts";

/** The connections of the peer: the best of 4, 8, 16 and 32 on two cores (bench/results/capacity.md). */
export const peerConnections = 4;

/** How long it is cached that a conference is full, in ms: as in Palais. */
const cacheMs = 500;

type Form = z.output<typeof registrationRequest>;

interface Reply {
  readonly status: number;
  readonly body: object;
}

const refuse = (status: number, code: string): Reply => ({ status, body: { code } });

/**
 * The usual alternative to Palais: Fastify, zod and PostgreSQL, with one transaction for each registration. Its
 * registration is always open.
 */
export function createPeer(connection: Connection, waitingList: boolean): FastifyInstance {
  const pool = new pg.Pool({ ...connection, max: peerConnections });
  const submit = createSubmit(pool, waitingList);
  const app = fastify({ logger: false });
  app.addHook("onResponse", async (request, { statusCode: status, elapsedTime }) => {
    const line = { code: "request.answered", route: request.routeOptions.url, status, ms: Math.round(elapsedTime) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  });
  app.addHook("onClose", () => pool.end());
  app.post<{ Params: { conferenceId: string } }>(
    "/v1/conferences/:conferenceId/registrations",
    async ({ params, body }, reply) => {
      const answer = await submit(params.conferenceId, body);
      return reply.code(answer.status).send(answer.body);
    },
  );
  return app;
}

/** Adds a conference with that many seats taken. */
export async function createPeerConference(connection: Connection, conferenceId: string, cap: number, taken: number) {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query("INSERT INTO venue VALUES ($1, $2, $3)", [conferenceId, cap, taken]);
  await client.end();
}

function createSubmit(pool: pg.Pool, waitingList: boolean): (conferenceId: string, body: unknown) => Promise<Reply> {
  const fullUntil = new Map<string, number>();

  const write = async (conferenceId: string, form: Form): Promise<Reply> => {
    const isFull = (fullUntil.get(conferenceId) ?? 0) > Date.now();
    if (isFull && !waitingList) return refuse(409, "full");
    const registrationId = createId();
    const values = toRows(conferenceId, registrationId, form, new Date().toISOString());
    const statement = isFull ? { ...joinWaitingList, values } : { ...claimSeat, values: [...values, waitingList] };
    const { rows } = await pool.query<{ seat: string }>(statement);
    const seat = rows[0]?.seat ?? "full";
    if (seat !== "held") fullUntil.set(conferenceId, Date.now() + cacheMs);
    if (seat === "full") return refuse(409, "full");
    const answer = { registrationId, accreditation: "pending", seat, version: 1 };
    return { status: 201, body: z.parse(submissionResponse, answer) };
  };

  return async (conferenceId, body) => {
    const form = z.safeParse(registrationRequest, body);
    if (!form.success) return refuse(400, "invalid-request");
    return write(conferenceId, form.data).catch((error: { code?: string }) => {
      if (error.code !== uniqueViolation) throw error;
      return refuse(409, "already-registered");
    });
  };
}

/** The parameters $1 to $8 of the statements. As in Palais, the passport number is not stored. */
function toRows(conferenceId: string, registrationId: string, form: Form, at: string) {
  const { passportNumber: _passportNumber, ...person } = form.person;
  const steps = [{ registrationId, version: 1, accreditation: [null, "pending"], fields: [] }];
  return [
    conferenceId,
    registrationId,
    createId(),
    createHash("sha256").update(person.email.toLowerCase()).digest("hex"),
    form.category,
    at,
    JSON.stringify({ ...form, person }),
    JSON.stringify({ actor: { kind: "public" }, action: "submit", steps }),
  ];
}

const uniqueViolation = "23505";

/** Writes the three rows of a registration. `seat` is an expression; `condition` says whether to write at all. */
const insertRows = (seat: string, condition: string) => `
  person AS (INSERT INTO person SELECT $1, $4, $2 WHERE ${condition}),
  entry AS (
    INSERT INTO journal (change_id, conference_id, at, data, mail)
    SELECT $3, $1, $6::timestamptz, $8::jsonb, CASE ${seat} WHEN 'held' THEN 'received' ELSE 'waiting' END WHERE ${condition}
  )
  INSERT INTO registration
  SELECT $2, $1, 1, 'pending', ${seat}, $5, $6::timestamptz, $3, $7::jsonb WHERE ${condition}
  RETURNING seat`;

/** One statement, which is one transaction: the fastest form, because it holds the row's lock for one round trip. */
const claimSeat = {
  name: "claim-seat",
  text: `WITH
    place AS (UPDATE venue SET taken = taken + 1 WHERE conference_id = $1 AND taken < cap RETURNING 1),
    verdict AS (SELECT CASE WHEN EXISTS (SELECT FROM place) THEN 'held' WHEN $9::boolean THEN 'waiting' ELSE 'full' END AS seat),
    ${insertRows("(SELECT seat FROM verdict)", "(SELECT seat FROM verdict) <> 'full'")}`,
};

/** Does not touch the venue's row if it was full a moment ago. */
const joinWaitingList = { name: "join-waiting-list", text: `WITH ${insertRows("'waiting'", "true")}` };
