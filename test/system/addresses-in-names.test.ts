import { beforeAll, describe, expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { encodeSheet, readJobRows, uploadSheet, waitForJob } from "./support/imports.ts";
import { asSecretariat, callSuccessfully, callSystem, createConference, fetchRegistration } from "./support/system.ts";

const hostile = "URGENT: verify at https://evil.example";
/** Each part of a name that an email, a badge or a list could repeat. */
const parts = ["honorific", "givenName", "familyName", "nameOnBadge"] as const;

let conferenceId = "";
let registrationId = "";
let delegationId = "";
let memberId = "";

beforeAll(async () => {
  conferenceId = await createConference(9);
  const path = `/v1/conferences/${conferenceId}`;
  registrationId = (await callSuccessfully(`${path}/registrations`, { body: buildFormBody() })).registrationId;
  const delegation = { name: { en: "Mission" }, category: "ngo", focalPoints: ["m@example.org"], quota: 3 };
  delegationId = (await callSuccessfully(`${path}/delegations`, asSecretariat({ body: delegation }))).delegationId;
  const items = [{ person: { familyName: "Sarr", nationality: "SEN" } }];
  const nominated = await callSuccessfully(
    `/v1/delegations/${delegationId}/nominations`,
    asSecretariat({ body: { items } }),
  );
  memberId = nominated.items[0]?.registrationId ?? "";
});

type Answer = Awaited<ReturnType<typeof callSystem>>;

/** Each way in which the name of a person enters the system, and the path of the given name in its errors. */
const entries: readonly (readonly [name: string, send: (person: object) => Promise<Answer>, prefix: string])[] = [
  [
    "the form",
    (person) => callSystem(`/v1/conferences/${conferenceId}/registrations`, { body: buildFormBody({}, { ...person }) }),
    "person",
  ],
  [
    "a walk-in or a participant whom the secretariat adds",
    (person) =>
      callSystem(
        `/v1/conferences/${conferenceId}/registrations`,
        asSecretariat({ body: buildFormBody({}, { ...person }) }),
      ),
    "person",
  ],
  [
    "a nomination",
    (person) =>
      callSystem(
        `/v1/delegations/${delegationId}/nominations`,
        asSecretariat({ body: { items: [{ person: { familyName: "Ba", nationality: "SEN", ...person } }] } }),
      ),
    "items.0.person",
  ],
  [
    "a substitution",
    (person) =>
      callSystem(
        `/v1/delegations/${delegationId}/substitutions`,
        asSecretariat({ body: { leaves: memberId, person: { familyName: "Ba", nationality: "SEN", ...person } } }),
      ),
    "person",
  ],
  [
    "a correction",
    async (person) => {
      const { body } = await fetchRegistration(registrationId);
      const headers = { "if-match": `"${body.version}"` };
      const options = asSecretariat({ method: "PATCH", body: { person }, headers });
      return callSystem(`/v1/registrations/${registrationId}`, options);
    },
    "person",
  ],
];

describe("an address in a name is refused at its field, because emails greet with it", () => {
  test.each(entries)("in %s", async (_, send, prefix) => {
    for (const part of parts) {
      const { status, body } = await send({ [part]: hostile });
      expect([status, body.errors?.map(({ path }) => path)]).toEqual([422, [`${prefix}.${part}`]]);
    }
    const { body } = await send({ givenName: "a@b.example" });
    expect(body.errors[0]?.message).toContain("address");
  });

  test("in the name in Latin letters", async () => {
    const latinName = { givenName: "evil.example" };
    const path = `/v1/conferences/${conferenceId}/registrations`;
    const { status, body } = await callSystem(path, { body: buildFormBody({ latinName }) });
    expect([status, body.errors.map((each) => each.path)]).toEqual([422, ["latinName.givenName"]]);
  });

  test("in the alias of a protected person", async () => {
    const body = { alias: { nameOnBadge: hostile }, readers: ["secretariat@palais.local"] };
    const answer = await callSystem(
      `/v1/registrations/${registrationId}/protection`,
      asSecretariat({ method: "PUT", body }),
    );
    expect([answer.status, answer.body.errors.map((each) => each.path)]).toEqual([422, ["alias.nameOnBadge"]]);
  });

  test("in a row of a sheet", async () => {
    const columns = ["category", ...parts.map((part) => `person.${part}`), "person.email", "person.nationality"];
    const rows = parts.map((hit, index) =>
      ["ngo", ...parts.map((part) => (part === hit ? hostile : "Awa")), `row${index}@example.org`, "SEN"].join(","),
    );
    const consents = "consent.listOfParticipants,consent.photo";
    const sheet = `${columns.join(",")},${consents}\n${rows.map((row) => `${row},yes,no\n`).join("")}`;
    const jobId = await uploadSheet(conferenceId, encodeSheet(sheet));
    await waitForJob(jobId);
    const found = await readJobRows(jobId);
    expect(found.map(({ registrationId: id }) => id)).toEqual(parts.map(() => undefined));
    expect(found.map(({ errors }) => errors?.map(({ path }) => path))).toEqual(parts.map((part) => [`person.${part}`]));
  });
});
