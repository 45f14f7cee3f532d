import { beforeAll, describe, expect, test } from "vitest";
import { isPublicRoute, type Route, routes } from "#shared/http/routes.ts";
import { buildFormBody, draftBody } from "../support/builders.ts";
import { createBadgeWearer, nextScanId } from "./support/gate-desk.ts";
import {
  type ApiResponse,
  asDesk,
  asSecretariat,
  buildOpenPeriod,
  callSuccessfully,
  callSystem,
  createConference,
  fetchRegistration,
  findConferenceSettings,
  getSharedSystem,
  postDecision,
  postRegistration,
  readVenuePool,
} from "./support/system.ts";

let conference: string;
beforeAll(async () => {
  conference = await createConference(50);
});

const toOutcome = ({ status, body }: ApiResponse) => [status, body.code];

describe("a caller who sends a token that is not valid is not anonymous", () => {
  const submit = (authorization: string) =>
    callSystem(`/v1/conferences/${conference}/registrations`, { body: buildFormBody(), headers: { authorization } });

  test.each([
    ["an access token that never existed", "Bearer abcdefghijklmnop"],
    ["a token of the form of a staff member's", "Bearer a.b.c"],
    ["an empty token", "Bearer"],
    ["another scheme", "Basic YTpi"],
    ["two tokens", "Bearer a b"],
  ])("%s: a submission is answered 401 and changes nothing", async (_, authorization) => {
    const before = await readVenuePool(conference);
    const answer = await submit(authorization);
    expect(toOutcome(answer)).toEqual([401, "not-signed-in"]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(await readVenuePool(conference)).toEqual(before);
  });

  test("an altered token of a staff member: 401", async () => {
    const [header, payload] = getSharedSystem().tokens.secretariat.split(".");
    expect(toOutcome(await submit(`Bearer ${header}.${payload}.AAAA`))).toEqual([401, "not-signed-in"]);
  });

  const publicRoutes = Object.entries<Route>(routes).filter(([, route]) => isPublicRoute(route));
  test.each(publicRoutes)("the public route %s is answered 401", async (_, { method, path }) => {
    const address = path.replace("{conferenceId}", conference).replace(/\{\w+\}/, "unknown");
    const body = method === "GET" ? {} : { body: {} };
    expect(toOutcome(await callSystem(address, { method, ...body, token: "over" }))).toEqual([401, "not-signed-in"]);
  });

  test("a valid token opens a public route, and so does none", async () => {
    expect((await callSystem(`/v1/conferences/${conference}`, asSecretariat())).status).toBe(200);
    expect((await callSystem(`/v1/conferences/${conference}`)).status).toBe(200);
  });
});

describe("an Idempotency-Key belongs to its caller over all operations", () => {
  let keyCount = 0;
  const nextKey = () => {
    keyCount += 1;
    return { "idempotency-key": `contract-${process.pid}-${Date.now()}-${keyCount}` };
  };

  test("a member of staff who uses it for another operation is refused, and nothing changes", async () => {
    const headers = nextKey();
    const { body: made } = await postRegistration(conference);
    const at = `/v1/registrations/${made.registrationId}`;
    const approval = asSecretariat({ body: { decision: "approve" }, headers });
    expect((await callSystem(`${at}/decisions`, approval)).status).toBe(200);
    const before = await fetchRegistration(made.registrationId);
    const withdrawal = await callSystem(`${at}/withdrawal`, asSecretariat({ body: {}, headers }));
    expect(toOutcome(withdrawal)).toEqual([422, "idempotency-key-reused"]);
    expect((await fetchRegistration(made.registrationId)).body).toEqual(before.body);
  });

  test("for the same operation on another registration, too", async () => {
    const headers = nextKey();
    const ids = [(await postRegistration(conference)).body, (await postRegistration(conference)).body];
    const decide = (id = "") =>
      callSystem(`/v1/registrations/${id}/decisions`, asSecretariat({ body: { decision: "approve" }, headers }));
    expect((await decide(ids[0]?.registrationId)).status).toBe(200);
    expect(toOutcome(await decide(ids[1]?.registrationId))).toEqual([422, "idempotency-key-reused"]);
  });

  test("after nominations, too", async () => {
    const headers = nextKey();
    const draft = { name: { en: "Union" }, category: "ngo", focalPoints: ["point@example.org"], quota: 5 };
    const at = `/v1/conferences/${conference}/delegations`;
    const { delegationId } = await callSuccessfully(at, asSecretariat({ body: draft }));
    const { category: _, ...member } = buildFormBody();
    const nominate = () =>
      callSystem(`/v1/delegations/${delegationId}/nominations`, asSecretariat({ body: { items: [member] }, headers }));
    const [first, again] = [await nominate(), await nominate()];
    expect(first.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(toOutcome(await callSystem(at, asSecretariat({ body: draft, headers })))).toEqual([
      422,
      "idempotency-key-reused",
    ]);
  });

  test("a request that starts a job gets the same job when it is repeated, and another request is refused", async () => {
    const { registrationId } = (await postRegistration(conference)).body;
    const draft = { category: "ngo", focalPoints: ["point@example.org"] };
    const [from, into] = await Promise.all(
      ["From", "Into"].map((en) =>
        callSuccessfully(
          `/v1/conferences/${conference}/delegations`,
          asSecretariat({ body: { ...draft, name: { en } } }),
        ),
      ),
    );
    const items = [{ registrationId, version: 1 }];
    const starters = [
      { path: "badge-batches", body: { registrationIds: [registrationId] }, other: { category: "ngo" } },
      {
        path: "visa-letter-jobs",
        body: { action: "issue", items },
        other: { action: "issue", items: [{ registrationId, version: 2 }] },
      },
      {
        path: "exports",
        body: { what: "registrations", format: "csv" },
        other: { what: "registrations", format: "json" },
      },
      {
        path: "imports",
        body: { what: "registrations", contentType: "text/csv", size: 10 },
        other: { what: "registrations", contentType: "text/csv", size: 11 },
      },
    ].map(({ path, ...each }) => ({ at: `/v1/conferences/${conference}/${path}`, ...each }));
    const move = { into: into?.delegationId, items };
    const moves = { at: `/v1/delegations/${from?.delegationId}/moves`, body: move, other: { ...move, notify: false } };
    for (const { at, body, other } of [...starters, moves]) {
      const headers = nextKey();
      const send = (sent: object) => callSystem(at, asSecretariat({ body: sent, headers }));
      const [first, second] = await Promise.all([send(body), send(body)]);
      expect([first.status, second.status], at).toEqual([202, 202]);
      const toParts = ({ jobId, documentId }: typeof first.body) => ({ jobId, documentId });
      expect(toParts(second.body), at).toEqual(toParts(first.body));
      expect(toParts((await send(body)).body), at).toEqual(toParts(first.body));
      expect(toOutcome(await send(other)), at).toEqual([422, "idempotency-key-reused"]);
    }
    const listed = await callSystem(`/v1/conferences/${conference}/exports`, asSecretariat());
    expect(listed.body.items).toHaveLength(1);
  });

  test("an anonymous caller who uses it for another operation is refused", async () => {
    const headers = nextKey();
    const body = buildFormBody();
    const submit = () => callSystem(`/v1/conferences/${conference}/registrations`, { body, headers });
    const first = await submit();
    expect(first.status).toBe(201);
    const request = { name: { en: "Union of Unions" }, category: "ngo", focalPoints: ["asks@example.org"] };
    const other = await callSystem(`/v1/conferences/${conference}/delegation-requests`, { body: request, headers });
    expect(toOutcome(other)).toEqual([422, "idempotency-key-reused"]);
    expect((await submit()).body).toEqual(first.body);
  });
});

describe("order=oldest and order=newest without a filter go by time over all accreditation states", () => {
  test("interleaved states over several pages, each registration once", async () => {
    const id = await createConference(20);
    const made: string[] = [];
    for (const decision of ["approve", undefined, "reject", "approve", undefined, "return", "approve"] as const) {
      const { registrationId } = (await postRegistration(id)).body;
      const more = decision === "return" ? { fields: ["functionTitle"] } : {};
      if (decision) expect((await postDecision(registrationId, decision, more)).status).toBe(200);
      made.push(registrationId);
    }
    expect((await postDecision(made[0] ?? "", "revoke")).status).toBe(200);
    const list = async (order: string) => {
      const found: string[] = [];
      for (let next: string | null = ""; next !== null; ) {
        const path: string = `/v1/conferences/${id}/registrations?order=${order}&limit=2${next && `&cursor=${next}`}`;
        const { items, next: after } = await callSuccessfully(path, asSecretariat());
        expect(items.length).toBeLessThanOrEqual(2);
        found.push(...items.map(({ registrationId }) => registrationId));
        next = after;
      }
      return found;
    };
    await expect.poll(() => list("oldest")).toEqual(made);
    expect(await list("newest")).toEqual(made.toReversed());
  });

  test("a cursor of another order is refused", async () => {
    const id = await createConference(20);
    for (let count = 0; count < 3; count += 1) await postRegistration(id);
    const at = `/v1/conferences/${id}/registrations`;
    const read = () => callSuccessfully(`${at}?limit=1`, asSecretariat());
    await expect.poll(async () => (await read()).next).not.toBeNull();
    const { next } = await read();
    expect(toOutcome(await callSystem(`${at}?limit=1&order=oldest&cursor=${next}`, asSecretariat()))).toEqual([
      422,
      "bad-cursor",
    ]);
  });
});

describe("times in requests are RFC 3339", () => {
  test("a scan with an offset is the scan at that instant", async () => {
    const { token } = await createBadgeWearer(conference);
    const now = new Date();
    const inGeneva = new Date(now.getTime() + 3_600_000).toISOString().replace(/Z$/, "+01:00");
    const scan = (at: string) => ({
      ...asDesk(),
      body: { gate: "main", direction: "in", scans: [{ scanId: nextScanId(), token, at }] },
    });
    const answer = await callSystem(`/v1/conferences/${conference}/scans`, scan(inGeneva));
    expect([answer.status, answer.body.items?.[0]?.verdict]).toEqual([200, "admit"]);
  });

  test("the times of a conference are stored in UTC", async () => {
    const opensAt = "2026-01-01t01:00:00+01:00";
    const id = await createConference(5, {
      registration: { ...buildOpenPeriod(), opensAt },
      sessions: [
        {
          sessionId: "opening",
          title: { en: "Opening" },
          startsAt: "2027-10-26T09:00:00+02:00",
          endsAt: "2027-10-26T10:00:00z",
        },
      ],
    });
    expect(await findConferenceSettings(id)).toMatchObject({
      registration: { opensAt: "2026-01-01T00:00:00.000Z" },
      sessions: [{ startsAt: "2027-10-26T07:00:00.000Z", endsAt: "2027-10-26T10:00:00.000Z" }],
    });
  });
});

describe("a method that an address does not have", () => {
  test.each<[string, (id: string) => string, string]>([
    ["DELETE", (id) => `/v1/conferences/${id}`, "GET, PUT"],
    ["POST", () => "/v1/badge-keys", "GET"],
    ["GET", () => "/v1/sign-ins", "POST"],
    ["PATCH", () => `/v1/registrations/${"a".repeat(26)}/history`, "GET"],
    ["PUT", () => "/v1/openapi.json", "GET"],
    ["OPTIONS", () => "/v1/conferences", "GET"],
  ])("%s is answered 405 with Allow", async (method, toPath, allow) => {
    for (const options of [{ method }, asSecretariat({ method })]) {
      const answer = await callSystem(toPath(conference), options);
      expect(toOutcome(answer)).toEqual([405, "method-not-allowed"]);
      expect(answer.headers.get("allow")).toBe(allow);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
    }
  });

  test("HEAD is answered 405 without a body", async () => {
    const answer = await fetch(`${getSharedSystem().api}/v1/conferences/${conference}`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, PUT"]);
  });

  test("an address that does not exist stays 404, without Allow", async () => {
    for (const path of ["/v1/anything", "/v1/conferences/", "/v1/conferences//capacity"]) {
      const answer = await callSystem(path, { method: "DELETE" });
      expect([path, ...toOutcome(answer), answer.headers.get("allow")]).toEqual([path, 404, "not-found", null]);
    }
  });
});

describe("a body that the document requires", () => {
  test("is 422 if it is missing, and nothing changes", async () => {
    const { registrationId } = (await postRegistration(conference)).body;
    for (const [method, path] of [
      ["POST", `/v1/registrations/${registrationId}/withdrawal`],
      ["POST", `/v1/registrations/${registrationId}/badges`],
      ["PUT", `/v1/registrations/${registrationId}/access`],
      ["POST", `/v1/conferences/${conference}/badge-batches`],
    ] as const) {
      const answer = await callSystem(path, asSecretariat({ method }));
      expect([path, ...toOutcome(answer)]).toEqual([path, 422, "invalid-request"]);
      expect(answer.body.errors).toEqual([{ path: "", message: expect.any(String) }]);
    }
    expect((await fetchRegistration(registrationId)).body.accreditation).toBe("pending");
  });

  test("may be left out if it has no fields", async () => {
    const { registrationId } = (await postRegistration(conference)).body;
    const answer = await callSystem(
      `/v1/registrations/${registrationId}/offer-refusal`,
      asSecretariat({ method: "POST" }),
    );
    expect(toOutcome(answer)).toEqual([409, "wrong-state"]);
  });
});

describe("every answer of a versioned resource has its version, and the same as ETag", () => {
  const expectVersion = ({ status, body, headers }: ApiResponse, version: number) => {
    expect(status).toBeLessThan(300);
    expect([body.version, headers.get("etag")]).toEqual([version, `"${version}"`]);
  };

  test("a conference", async () => {
    const id = await createConference(5);
    expectVersion(await callSystem(`/v1/conferences/${id}`), 1);
    const venue = { ...draftBody.venue, capacity: 6 };
    const put = (version?: string) =>
      callSystem(
        `/v1/conferences/${id}`,
        asSecretariat({
          method: "PUT",
          body: { ...draftBody, venue, registration: buildOpenPeriod() },
          ...(version && { headers: { "if-match": version } }),
        }),
      );
    const { headers } = await callSystem(`/v1/conferences/${id}`);
    const etag = headers.get("etag") ?? "";
    expectVersion(await put(etag), 2);
    expect(toOutcome(await put(etag))).toEqual([412, "changed-meanwhile"]);
  });

  test("a registration", async () => {
    const made = await postRegistration(conference);
    expectVersion(made, 1);
    expectVersion(await fetchRegistration(made.body.registrationId), 1);
    expectVersion(await postDecision(made.body.registrationId, "approve"), 2);
    const at = `/v1/registrations/${made.body.registrationId}`;
    expectVersion(await callSystem(`${at}/withdrawal`, asSecretariat({ body: {} })), 3);
  });

  test("a delegation", async () => {
    const request = { name: { en: "Versions" }, category: "ngo", focalPoints: ["v@example.org"] };
    const asked = await callSystem(`/v1/conferences/${conference}/delegation-requests`, { body: request });
    expectVersion(asked, 1);
    const at = `/v1/delegations/${asked.body.delegationId}`;
    expectVersion(await callSystem(at, asSecretariat()), 1);
    const accredited = asSecretariat({
      method: "PATCH",
      body: { status: "accredited", quota: 3 },
      headers: { "if-match": `"1"` },
    });
    expectVersion(await callSystem(at, accredited), 2);
    const { category: _, ...member } = buildFormBody();
    const nominated = await callSystem(`${at}/nominations`, asSecretariat({ body: { items: [member] } }));
    expect(nominated.body.items[0]?.version).toBe(1);
    const { version } = (await callSystem(at, asSecretariat())).body;
    const ranking = { registrationIds: [nominated.body.items[0]?.registrationId] };
    expectVersion(await callSystem(`${at}/ranking`, asSecretariat({ method: "PUT", body: ranking })), version + 1);
  });
});
