import { mkdtemp, rm } from "node:fs/promises";
import { type Agent, type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSystem } from "../../local/system.ts";
import { findFreePortBlock } from "../../test/support/ports.ts";
import { type BenchConferenceSettings, buildConference } from "./handlers.ts";

/** The whole local system: gateway, functions, stream and emails. */
export interface MeasuredSystem {
  readonly api: string;
  createConference(conferenceId: string, settings: BenchConferenceSettings): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a local system of its own, whose files are removed when it stops. */
export async function startMeasuredSystem(): Promise<MeasuredSystem> {
  const home = await mkdtemp(join(tmpdir(), "palais-bench-"));
  const { api, users, stop } = await startSystem({ home, port: await findFreePortBlock(5_300), seeds: false });
  const token = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  return {
    api,
    async createConference(conferenceId, settings) {
      const created = await fetch(`${api}/v1/conferences/${conferenceId}`, {
        method: "PUT",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify(buildConference(settings)),
      });
      if (created.status !== 200) throw new Error(`the conference was not created: ${await created.text()}`);
    },
    async stop() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

interface JsonAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers: IncomingHttpHeaders;
}

/** Posts JSON on the agent's connections. */
export function postJson(url: string, agent: Agent, body: string): Promise<JsonAnswer> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", agent, headers }, async (answer) => {
      const text = Buffer.concat(await Array.fromAsync(answer)).toString();
      resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) as object, headers: answer.headers });
    });
    outgoing.on("error", reject).end(body);
  });
}
