import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type System, startSystem } from "../../local/system.ts";
import { freeBlock } from "../../test/support/ports.ts";
import { conferenceBody } from "../palais.ts";
import type { Section } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { type Asked, looksOf, type Probe } from "./probes.ts";
import { measureWith } from "./section.ts";

/** The whole local system: gateway, functions, stream, mails. */
export async function measureHttp(results: Results, quick: boolean): Promise<Section> {
  const home = await mkdtemp(join(tmpdir(), "palais-bench-"));
  const system = await startSystem({ home, port: await freeBlock(5_300), seeds: false, loadFunctions: "at-start" });
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  try {
    const ask = (probe: Probe, conferenceId: string, body: string) => {
      const path = probe === "submission" ? `/v1/conferences/${conferenceId}/registrations` : "/v1/sign-in-links";
      return post(system.api + path, agent, body);
    };
    const makeConference = (conferenceId: string) => putConference(system, conferenceId);
    return await measureWith(results, "over HTTP", quick ? 200 : 1_000, { ask, makeConference });
  } finally {
    agent.destroy();
    await system.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function putConference({ api, users }: System, conferenceId: string): Promise<void> {
  const token = users.find(({ groups }) => groups.includes("secretariat"))?.idToken ?? "";
  const made = await fetch(`${api}/v1/conferences/${conferenceId}`, {
    method: "PUT",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(conferenceBody({ capacity: 100_000, arrivalsPerSecond: 100 })),
  });
  if (made.status !== 200) throw new Error(`no conference: ${await made.text()}`);
}

function post(url: string, agent: Agent, body: string): Promise<Asked> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", agent, headers }, async (answer) => {
      const text = Buffer.concat(await Array.fromAsync(answer)).toString();
      const ms = performance.now() - began;
      const { statusCode = 0 } = answer;
      resolve({ status: statusCode, ms, looks: looksOf(statusCode, text, answer.headers) });
    });
    asked.on("error", reject).end(body);
  });
}
