import fc from "fast-check";
import { callAt } from "../../system/system.ts";
import { draftBody, formBody } from "../builders.ts";
import { addresses, type FuzzRequest, requestsTo } from "./requests.ts";
import type { Known } from "./values.ts";

export interface Target {
  readonly api: string;
  readonly secretariat: string;
}

export interface Fuzzed {
  readonly id: string;
  readonly status: number;
  readonly ms: number;
}

export interface Outcome {
  readonly answers: readonly Fuzzed[];
  /** What should never be: each with the request that brought it about. */
  readonly broke: readonly (Fuzzed & { readonly request: FuzzRequest; readonly said: string })[];
}

/** A conference with some people and a delegation, so that what comes later finds something to spoil. */
async function someWorld({ api, secretariat: token }: Target): Promise<Known> {
  const conferenceId = "fuzzed";
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2099-01-01T00:00:00Z" };
  const body = { ...draftBody, startsOn: "2099-10-26", endsOn: "2099-10-27", registration };
  const made = await callAt(api, `/v1/conferences/${conferenceId}`, { method: "PUT", token, body });
  if (made.status !== 200) throw new Error(`no conference to fuzz: ${JSON.stringify(made.body)}`);
  const people = await Promise.all(
    Array.from({ length: 5 }, () => callAt(api, `/v1/conferences/${conferenceId}/registrations`, { body: formBody() })),
  );
  const delegation = await callAt(api, `/v1/conferences/${conferenceId}/delegations`, {
    token,
    body: { category: "ngo", name: { en: "Open Cities" }, country: "CHE", focalPoints: ["focal@example.org"] },
  });
  if (delegation.status !== 201) throw new Error(`no delegation to fuzz: ${JSON.stringify(delegation.body)}`);
  return {
    conferenceId: [conferenceId],
    registrationId: people.map((each) => each.body.registrationId),
    delegationId: [delegation.body.delegationId],
    delegation: [delegation.body.delegationId],
    category: ["ngo", "member-state"],
  };
}

async function ask(api: string, request: FuzzRequest): Promise<Fuzzed & { readonly said: string }> {
  const { id, method, path, headers, body } = request;
  const began = performance.now();
  const answer = await fetch(api + path, { method, headers, ...(body !== undefined && { body }) });
  const said = await answer.text();
  return { id, status: answer.status, ms: performance.now() - began, said };
}

interface Campaign {
  readonly requests: number;
  /** Another one, other requests. */
  readonly seed: number;
  readonly onAddress?: (id: string) => void;
}

/** Sends so many requests, to each address alike, eight at a time. */
export async function fuzz(target: Target, { requests, seed, onAddress }: Campaign): Promise<Outcome> {
  const known = await someWorld(target);
  const all = addresses();
  const each = Math.ceil(requests / all.length);
  const answers: Fuzzed[] = [];
  const broke: Outcome["broke"][number][] = [];
  for (const [index, address] of all.entries()) {
    onAddress?.(address.id);
    const made = fc.sample(requestsTo(address, known, [target.secretariat]), { numRuns: each, seed: seed + index });
    const next = made.values();
    const lane = async () => {
      for (const request of next) {
        const { said, ...answer } = await ask(target.api, request);
        answers.push(answer);
        if (answer.status >= 500) broke.push({ ...answer, request, said });
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
  }
  return { answers, broke };
}
