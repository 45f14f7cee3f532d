import fastify, { type FastifyInstance } from "fastify";
import pg from "pg";
import * as z from "zod/mini";
import { application, submissionAnswer } from "#shared/contract/registration.ts";
import type { Reach } from "./cluster.ts";
import { type Hall, Halls } from "./halls.ts";
import { type Form, joinLine, register, type Submission } from "./register.ts";
import { submissionOf } from "./submission.ts";

export interface PeerSettings {
  readonly reach: Reach;
  readonly form: Form;
  readonly connections: number;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

const refusal = (status: number, code: string, errors?: object): Reply => ({
  status,
  body: { code, ...(errors && { errors }) },
});

const uniqueViolation = "23505";

/** What an engineer would build instead: Fastify, zod and PostgreSQL, with a transaction for each registration. */
export function peerApp(settings: PeerSettings): FastifyInstance {
  const { reach, connections } = settings;
  const pool = new pg.Pool({ ...reach, max: connections });
  const desk = new Desk(pool, settings.form);
  const app = fastify({ logger: false });
  app.addHook("onResponse", async (request, { statusCode: status, elapsedTime }) => {
    const line = { code: "request.answered", route: request.routeOptions.url, status, ms: Math.round(elapsedTime) };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  });
  app.addHook("onClose", () => pool.end());
  app.post<{ Params: { conferenceId: string } }>(
    "/v1/conferences/:conferenceId/registrations",
    async (request, reply) => {
      const { status, body } = await desk.submit(request.params.conferenceId, request.body);
      return reply.code(status).send(body);
    },
  );
  return app;
}

class Desk {
  readonly #pool: pg.Pool;
  readonly #form: Form;
  readonly #halls: Halls;

  constructor(pool: pg.Pool, form: Form) {
    this.#pool = pool;
    this.#form = form;
    this.#halls = new Halls(pool);
  }

  async submit(conferenceId: string, body: unknown): Promise<Reply> {
    const form = z.safeParse(application, body);
    if (!form.success) return refusal(400, "invalid-request", form.error.issues);
    const hall = await this.#halls.find(conferenceId);
    if (!hall) return refusal(404, "unknown-conference");
    const at = new Date();
    if (at < hall.opensAt || at >= hall.closesAt) return refusal(409, "registration-closed");
    if (!hall.categories.includes(form.data.category)) return refusal(400, "invalid-request");
    return this.#write(hall, submissionOf(conferenceId, form.data, at.toISOString()));
  }

  async #write({ waitingList }: Hall, submission: Submission): Promise<Reply> {
    const { conferenceId, registrationId } = submission;
    const isFull = this.#halls.isFull(conferenceId);
    if (isFull && !waitingList) return refusal(409, "full");
    try {
      const seat = await (isFull
        ? joinLine(this.#pool, submission)
        : register[this.#form](this.#pool, submission, waitingList));
      if (seat !== "held") this.#halls.sawFull(conferenceId);
      if (seat === "full") return refusal(409, "full");
      const standing = { registrationId, accreditation: "pending", seat, version: 1 };
      return { status: 201, body: z.parse(submissionAnswer, standing) };
    } catch (error) {
      if ((error as { code?: string }).code !== uniqueViolation) throw error;
      return refusal(409, "already-registered");
    }
  }
}
