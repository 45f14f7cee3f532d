import fc from "fast-check";
import { callSystemAt } from "../../system/support/system.ts";
import { buildFormBody, draftBody } from "../builders.ts";
import { buildRequestArbitrary, type FuzzRequest, listFuzzedOperations } from "./requests.ts";
import type { KnownValues } from "./values.ts";

export interface FuzzTarget {
  readonly api: string;
  readonly secretariat: string;
}

export interface FuzzAnswer {
  readonly id: string;
  readonly status: number;
  readonly ms: number;
}

export interface FuzzOutcome {
  readonly answers: readonly FuzzAnswer[];
  /** What should never be: each with the request that brought it about. */
  readonly failures: readonly (FuzzAnswer & { readonly request: FuzzRequest; readonly said: string })[];
}

/** A conference with some people and a delegation, so that what comes later finds something to spoil. */
async function createFuzzedConference({ api, secretariat: token }: FuzzTarget): Promise<KnownValues> {
  const conferenceId = "fuzzed";
  const registration = { opensAt: "2020-01-01T00:00:00Z", closesAt: "2099-01-01T00:00:00Z" };
  const body = { ...draftBody, startsOn: "2099-10-26", endsOn: "2099-10-27", registration };
  const made = await callSystemAt(api, `/v1/conferences/${conferenceId}`, { method: "PUT", token, body });
  if (made.status !== 200) throw new Error(`no conference to fuzz: ${JSON.stringify(made.body)}`);
  const people = await Promise.all(
    Array.from({ length: 5 }, () =>
      callSystemAt(api, `/v1/conferences/${conferenceId}/registrations`, { body: buildFormBody() }),
    ),
  );
  const delegation = await callSystemAt(api, `/v1/conferences/${conferenceId}/delegations`, {
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

async function sendFuzzRequest(api: string, request: FuzzRequest): Promise<FuzzAnswer & { readonly said: string }> {
  const { id, method, path, headers, body } = request;
  const began = performance.now();
  const answer = await fetch(api + path, { method, headers, ...(body !== undefined && { body }) });
  const said = await answer.text();
  return { id, status: answer.status, ms: performance.now() - began, said };
}

interface FuzzCampaign {
  readonly requests: number;
  /** Another one, other requests. */
  readonly seed: number;
  readonly onAddress?: (id: string) => void;
}

/** Sends so many requests, to each address alike, eight at a time. */
export async function runFuzzCampaign(
  target: FuzzTarget,
  { requests, seed, onAddress }: FuzzCampaign,
): Promise<FuzzOutcome> {
  const known = await createFuzzedConference(target);
  const all = listFuzzedOperations();
  const each = Math.ceil(requests / all.length);
  const answers: FuzzAnswer[] = [];
  const broke: FuzzOutcome["failures"][number][] = [];
  for (const [index, address] of all.entries()) {
    onAddress?.(address.id);
    const made = fc.sample(buildRequestArbitrary(address, known, [target.secretariat]), {
      numRuns: each,
      seed: seed + index,
    });
    const next = made.values();
    const lane = async () => {
      for (const request of next) {
        const { said, ...answer } = await sendFuzzRequest(target.api, request);
        answers.push(answer);
        if (answer.status >= 500) broke.push({ ...answer, request, said });
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
  }
  return { answers, failures: broke };
}
