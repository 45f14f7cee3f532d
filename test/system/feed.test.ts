import { expect, test } from "vitest";
import { feedColumns, listSeparator } from "#shared/feed/feed-columns.rules.ts";
import { FeedClient } from "../feed/feed-client.ts";
import { draftBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { createBadgeWearer, scanOnline } from "./support/gate-desk.ts";
import { asReviewer, createForeignConference, registerPerson } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  buildOpenPeriod,
  callSuccessfully,
  callSystem,
  createConference,
  postDecision,
  type RequestOptions,
  waitTimeoutMs,
} from "./support/system.ts";

type As = (options?: RequestOptions) => RequestOptions;

const toPath = (conferenceId: string) => `/v1/conferences/${conferenceId}/registrations/feed`;

const follow = (conferenceId: string, as: As = asSecretariat) =>
  new FeedClient((query) => callSuccessfully(`${toPath(conferenceId)}?${new URLSearchParams(query)}`, as()));

/** Reads until a row has this value in a column. */
const waitForValue = (client: FeedClient, id: string, column: (typeof feedColumns)[number], expected: unknown) =>
  waitFor(
    waitTimeoutMs,
    async () => {
      await client.readAll();
      return client.get(id, column);
    },
    (value) => value === expected,
  );

test("the feed follows decisions, notes, tags, check-ins, bounces, protections and erasures", async () => {
  const conferenceId = await createConference(9);
  const client = follow(conferenceId);
  expect((await client.readAll())[0]).toMatchObject({ columns: feedColumns, rows: [] });
  const { registrationId: id, token } = await createBadgeWearer(conferenceId);
  await waitForValue(client, id, "accreditation", "approved");
  await waitForValue(client, id, "badgeSerial", 1);
  await callSuccessfully(`/v1/registrations/${id}/notes`, asSecretariat({ body: { text: "Called the mission" } }));
  await waitForValue(client, id, "notes", 1);
  const tags = ["press", "front row"];
  await callSuccessfully(`/v1/registrations/${id}/tags`, asSecretariat({ method: "PUT", body: { tags } }));
  await waitForValue(client, id, "tags", tags.join(listSeparator));
  expect(await scanOnline(conferenceId, token)).toMatchObject({ verdict: "admit" });
  await waitForValue(client, id, "inside", true);
  await scanOnline(conferenceId, token, { direction: "out" });
  await waitForValue(client, id, "inside", false);
  const bouncing = await registerPerson(conferenceId, { email: `bounce+${Date.now()}@example.org` });
  await waitForValue(client, bouncing, "flags", "bounced");
  const alias = { nameOnBadge: "Speaker Seven" };
  const protection = { alias, readers: ["secretariat@palais.local"] };
  await callSuccessfully(`/v1/registrations/${id}/protection`, asSecretariat({ method: "PUT", body: protection }));
  await waitForValue(client, id, "name", "Speaker Seven");
  await callSuccessfully(`/v1/registrations/${id}?reason=at-their-request`, asSecretariat({ method: "DELETE" }));
  await waitForValue(client, id, "name", undefined);
  const fresh = follow(conferenceId);
  await fresh.readAll();
  // Each change of a protection makes all readers load again; the erasure takes the alias and the readers away.
  expect([fresh.list(), client.reloads]).toEqual([client.list(), 2]);
});

test("the feed is for the secretariat and the reviewers of the conference", async () => {
  const conferenceId = await createConference(5);
  await registerPerson(conferenceId);
  const ask = async (id: string, options: RequestOptions) => (await callSystem(toPath(id), options)).status;
  expect(await ask(conferenceId, asSecretariat())).toBe(200);
  expect(await ask(conferenceId, asReviewer())).toBe(200);
  expect(await ask(conferenceId, asDesk())).toBe(403);
  expect(await ask(conferenceId, {})).toBe(401);
  expect(await ask(await createForeignConference(5), asSecretariat())).toBe(404);
});

test("a member of staff who is removed gets no further answer", async () => {
  const officer = { email: "secretariat@palais.local", groups: ["secretariat"] };
  const reviewer = { email: "reviewer@palais.local", groups: ["reviewer"] };
  const conferenceId = await createConference(5, { staff: [officer, reviewer] });
  const id = await registerPerson(conferenceId);
  const client = follow(conferenceId, asReviewer);
  await client.readAll();
  expect(client.get(id, "accreditation")).toBe("pending");
  const body = { ...draftBody, registration: buildOpenPeriod(), staff: [officer] };
  await callSuccessfully(`/v1/conferences/${conferenceId}`, asSecretariat({ method: "PUT", body }));
  await postDecision(id, "reject");
  await expect(client.read()).rejects.toThrow("404");
});

test("a `since` or a question that is not of the conference is refused by name", async () => {
  const conferenceId = await createConference(5);
  const ask = async (query: string) => {
    const { status, body } = await callSystem(`${toPath(conferenceId)}?${query}`, asSecretariat());
    return [status, body.code, body.errors?.map(({ path }) => path)];
  };
  expect(await ask("since=abc")).toEqual([422, "bad-cursor", undefined]);
  expect(await ask("answers=unknown")).toEqual([422, "invalid-request", ["?answers"]]);
  expect(await ask("limit=5")).toEqual([422, "invalid-request", ["?limit"]]);
});
