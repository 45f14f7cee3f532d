import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { buildFormBody } from "../support/builders.ts";
import { waitFor } from "../support/wait-for.ts";
import { createSession } from "./authorization/tokens.ts";
import { waitForEmails } from "./support/mailbox.ts";
import { putProgramme } from "./support/pages.ts";
import { asReviewer } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSuccessfully,
  callSystem,
  createConference as createConferenceWith,
  getSharedSystem,
  postDecision,
  type RequestOptions,
  waitTimeoutMs,
} from "./support/system.ts";

interface ProgrammeBody {
  readonly version: number;
  readonly published?: { readonly version: number };
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly room?: string;
    readonly panels: readonly {
      readonly panelId: string;
      readonly people: readonly { readonly name: string; readonly [field: string]: unknown }[];
    }[];
  }[];
  readonly balance?: {
    readonly programme: { readonly people: number; readonly dimensions: readonly { readonly dimension: string }[] };
    readonly panels: readonly object[];
  };
}

const [opening, closing] = [
  {
    sessionId: "opening",
    title: { en: "Opening", fr: "Ouverture" },
    startsAt: "2027-10-26T08:00:00Z",
    endsAt: "2027-10-26T10:00:00Z",
  },
  {
    sessionId: "closing",
    title: { en: "Closing" },
    startsAt: "2027-10-27T14:00:00Z",
    endsAt: "2027-10-27T15:00:00Z",
  },
];

const createConference = () => createConferenceWith(20, { sessions: [closing, opening] });

async function readProgramme(id: string, options?: RequestOptions): Promise<ProgrammeBody> {
  const { status, body } = await callSystem(`/v1/conferences/${id}/programme`, options);
  expect(status).toBe(200);
  return body as unknown as ProgrammeBody;
}

/** What anyone reads, once it says what is expected: an instance keeps it for a moment. */
const waitForPublic = (id: string, isExpected: (programme: ProgrammeBody) => boolean) =>
  waitFor(waitTimeoutMs, () => readProgramme(id), isExpected);

const buildPanel = (people: readonly object[], panelId = "cities") => ({
  panelId,
  title: { en: "Cities", fr: "Villes" },
  people,
});

/** The opening session with one panel of these people. */
const withPeople = (...people: readonly object[]) => ({
  sessions: [{ sessionId: "opening", panels: [buildPanel(people)] }],
});

const getPeople = ({ sessions }: ProgrammeBody) => sessions[0]?.panels[0]?.people ?? [];
const getNames = (programme: ProgrammeBody) => getPeople(programme).map(({ name }) => name);

async function createPerson(id: string, form: Record<string, unknown> = {}, person: Record<string, unknown> = {}) {
  const email = `speaker.${Math.random().toString(36).slice(2)}@example.org`;
  const body = buildFormBody({ organization: "Union of Cities", ...form }, { email, ...person });
  const { registrationId } = await callSuccessfully(`/v1/conferences/${id}/registrations`, { body });
  const link = { registrationId, role: "speaker" };
  return { registrationId, link, email, token: await createSession(id, email, [registrationId]) };
}

const kofi = { name: "Kofi Mensah", role: "moderator", organization: "City of Accra", gender: "male", country: "GHA" };

describe("the programme of a conference", () => {
  test("is a draft that only the secretariat and reviewers see until it is published, and after it is taken back", async () => {
    const id = await createConference();
    expect(await readProgramme(id)).toMatchObject({
      version: 0,
      timeZone: "Europe/Zurich",
      sessions: [
        { sessionId: "opening", panels: [] },
        { sessionId: "closing", panels: [] },
      ],
    });
    const sessions = [{ sessionId: "opening", room: "Room XX", panels: [buildPanel([kofi])] }];
    const saved = await putProgramme(id, { sessions }, { "if-match": '"0"' });
    expect([saved.status, saved.headers.get("etag")]).toEqual([200, '"1"']);
    for (const options of [asSecretariat(), asReviewer()])
      expect(getPeople(await readProgramme(id, options))).toEqual([kofi]);
    for (const options of [{}, asDesk()])
      expect(JSON.stringify(await readProgramme(id, options))).not.toContain("Kofi");
    expect((await putProgramme(id, { published: true }, { "if-match": '"1"' })).body).toMatchObject({
      version: 2,
      published: { version: 2 },
    });
    const shown = await waitForPublic(id, ({ published }) => published !== undefined);
    expect(shown.sessions[0]).toMatchObject({ room: "Room XX" });
    const { gender: _, ...publicly } = kofi;
    expect(getPeople(shown)).toEqual([publicly]);
    expect(shown).not.toHaveProperty("balance");
    // A later draft is not public by itself.
    expect((await putProgramme(id, withPeople())).body).toMatchObject({ version: 3, published: { version: 2 } });
    expect(getNames(await readProgramme(id, asDesk()))).toEqual(["Kofi Mensah"]);
    expect((await putProgramme(id, { published: false })).body).not.toHaveProperty("published");
    const taken = await waitForPublic(id, ({ published }) => published === undefined);
    expect([getNames(taken), taken.version]).toEqual([[], 4]);
  });

  test("is changed by one of six requests with the same version, and the others are refused", async () => {
    const id = await createConference();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        putProgramme(id, withPeople({ ...kofi, name: `Saver ${n}` }), { "if-match": '"0"' }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(getNames(await readProgramme(id, asSecretariat()))).toEqual([`Saver ${winner}`]);
  });

  test("is changed by the secretariat alone; that of an unknown conference is not found", async () => {
    const id = await createConference();
    const path = `/v1/conferences/${id}/programme`;
    expect((await callSystem(path, { method: "PUT", body: {} })).body.code).toBe("not-signed-in");
    expect((await callSystem(path, asDesk({ method: "PUT", body: {} }))).body.code).toBe("not-allowed");
    for (const each of ["programme", "programme.ics"])
      expect((await callSystem(`/v1/conferences/no-such-conference/${each}`)).body.code).toBe("unknown-conference");
  });

  test("takes a body of 256 KB, and no larger one", async () => {
    const id = await createConference();
    const text = "Заседание ".repeat(400);
    const description = Object.fromEntries(["en", "fr", "es", "ru", "ar", "zh"].map((language) => [language, text]));
    const people = Array.from({ length: 40 }, (_, n) => ({ ...kofi, name: `${"К".repeat(190)} ${n}` }));
    const build = (panels: number) => ({
      sessions: [
        {
          sessionId: "opening",
          description,
          panels: Array.from({ length: panels }, (_, n) => buildPanel(people, `panel-${n}`)),
        },
      ],
    });
    expect(Buffer.byteLength(JSON.stringify(build(11)))).toBeGreaterThan(250_000);
    const answer = await putProgramme(id, { ...build(11), published: true });
    expect(answer.status).toBe(200);
    expect((await putProgramme(id, build(12))).status).toBe(413);
  });

  test.each([
    ["sessions.0.sessionId", { sessions: [{ sessionId: "night" }] }],
    ["sessions", { sessions: [{ sessionId: "opening" }, { sessionId: "opening" }] }],
    ["sessions", { sessions: [{ sessionId: "opening", panels: [buildPanel([]), buildPanel([])] }] }],
    ["sessions.0.panels.0.people.0.name", withPeople({ role: "speaker" })],
    ["sessions.0.panels.0.people.0.role", withPeople({ ...kofi, role: "king" })],
    ["sessions.0.panels.0.people.0.category", withPeople({ ...kofi, category: "royalty" })],
    ["sessions.0.panels.0.people.0.registrationId", withPeople({ registrationId: "a".repeat(26), role: "speaker" })],
  ])("refuses at %s: %j", async (path, body) => {
    const { status, body: problem } = await putProgramme(await createConference(), body);
    expect([status, problem.errors[0]?.path]).toEqual([422, path]);
  });
});

describe("a person on a panel", () => {
  test("is named first, and linked later: then the registration says who it is", async () => {
    const id = await createConference();
    await putProgramme(id, withPeople({ ...kofi, name: "Amina D." }));
    const { registrationId, link } = await createPerson(id, { country: "SEN" }, { gender: "female" });
    const saved = await putProgramme(id, { ...withPeople({ ...link, name: "Amina D." }), published: true });
    expect(getPeople(saved.body as unknown as ProgrammeBody)).toEqual([
      {
        role: "speaker",
        registrationId,
        name: "Amina Diallo",
        organization: "Union of Cities",
        country: "SEN",
        gender: "female",
        category: "ngo",
        accreditation: "pending",
        registeredRole: "delegate",
        registrationVersion: 1,
      },
    ]);
    const shown = await waitForPublic(id, ({ published }) => published !== undefined);
    expect(getPeople(shown)).toEqual([]);
    expect((await callSystem(`/v1/conferences/${id}/programme.ics`)).body.text).not.toContain("Diallo");
    expect((await postDecision(registrationId, "approve")).status).toBe(200);
    const approved = await waitForPublic(id, (view) => getPeople(view).length > 0);
    expect(getPeople(approved)).toEqual([
      { role: "speaker", name: "Amina Diallo", organization: "Union of Cities", country: "SEN" },
    ]);
    const foreign = await createPerson(await createConference());
    const refused = await putProgramme(id, withPeople(foreign.link));
    expect(refused.body.errors[0]?.path).toBe("sessions.0.panels.0.people.0.registrationId");
  });

  test("appears under the alias as soon as their identity is protected", async () => {
    const id = await createConference();
    const { registrationId, link, token } = await createPerson(id);
    await putProgramme(id, { ...withPeople(link), published: true });
    const body = { alias: { nameOnBadge: "Speaker Nine" }, readers: ["reviewer@palais.local"] };
    const path = `/v1/registrations/${registrationId}/protection`;
    expect((await callSystem(path, asSecretariat({ method: "PUT", body }))).status).toBe(200);
    expect(getPeople(await readProgramme(id, asSecretariat()))[0]).toMatchObject({
      name: "Speaker Nine",
      isProtected: true,
    });
    for (const options of [asSecretariat(), asDesk(), { token }, {}])
      expect(JSON.stringify(await readProgramme(id, options))).not.toContain("Diallo");
    expect((await callSystem(`/v1/conferences/${id}/programme.ics`)).body.text).not.toContain("Diallo");
  });

  test("who withdraws is marked to the secretariat, and the public does not see them", async () => {
    const id = await createConference();
    const { registrationId, link } = await createPerson(id);
    await putProgramme(id, { ...withPeople(link, kofi), published: true });
    await callSuccessfully(`/v1/registrations/${registrationId}/withdrawal`, asSecretariat({ body: {} }));
    const seen = await readProgramme(id, asSecretariat());
    expect(getPeople(seen)[0]).toMatchObject({ accreditation: "withdrawn", isGone: true });
    expect(seen.balance?.programme.people).toBe(1);
    expect(getNames(await readProgramme(id, asDesk()))).toEqual(["Kofi Mensah"]);
  });

  test("who is erased is in neither the draft nor the public programme any more", async () => {
    const id = await createConference();
    const { registrationId, link } = await createPerson(id);
    await putProgramme(id, { ...withPeople(link, kofi), published: true });
    const erased = await callSystem(
      `/v1/registrations/${registrationId}?reason=ordered-by-law`,
      asSecretariat({ method: "DELETE" }),
    );
    expect(erased.body).toMatchObject({ erasure: { report: { programmes: 2 } } });
    const draft = await readProgramme(id, asSecretariat());
    // The programme is still public as it is, and a draft that was read before the erasure is not saved over it.
    expect(draft).toMatchObject({ version: 2, published: { version: 2 } });
    for (const each of [draft, await readProgramme(id, asDesk())]) expect(getNames(each)).toEqual(["Kofi Mensah"]);
    expect((await putProgramme(id, withPeople(kofi), { "if-match": '"1"' })).body.code).toBe("changed-meanwhile");
    expect((await putProgramme(id, withPeople(link))).body.errors[0]?.path).toContain("registrationId");
  });

  test("finds their own panels by their link, and no other registration", async () => {
    const id = await createConference();
    const [amina, other] = [await createPerson(id), await createPerson(id, {}, { givenName: "Berta" })];
    expect((await postDecision(other.registrationId, "approve")).status).toBe(200);
    await putProgramme(id, { ...withPeople(amina.link, other.link), published: true });
    const own = getPeople(await readProgramme(id, { token: amina.token }));
    expect(own.map(({ registrationId }) => registrationId)).toEqual([amina.registrationId, undefined]);
    expect(JSON.stringify(await readProgramme(id))).not.toContain(amina.registrationId);
  });
});

describe("calendars", () => {
  const parse = (text: string) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));

  test("the public one has each session with its room, panels and people", async () => {
    const id = await createConference();
    const sessions = [{ sessionId: "opening", room: "Room XX", panels: [buildPanel([kofi])] }];
    await putProgramme(id, { sessions, published: true });
    const answer = await callSystem(`/v1/conferences/${id}/programme.ics?language=fr`);
    expect(answer.headers.get("content-type")).toContain("text/calendar");
    const events = parse(answer.body.text);
    expect(events.map(({ summary }) => summary)).toEqual(["Ouverture", "Closing"]);
    expect(events[0]?.location).toBe("Room XX, Centre International de Conférences, Geneva");
    expect(events[0]?.description).toContain("Villes\nKofi Mensah, City of Accra (Modérateur ou modératrice)");
    expect(events[0]?.startDate.toString()).toBe("2027-10-26T10:00:00");
  });

  test("a confirmed person's own one has their panels once these are public, without a seat in the session", async () => {
    const id = await createConference();
    const { registrationId, link, token } = await createPerson(id);
    expect((await postDecision(registrationId, "approve")).status).toBe(200);
    const read = async () => {
      const { body } = await callSystem(`/v1/registrations/${registrationId}/calendar.ics`, { token });
      return parse(body.text);
    };
    await putProgramme(id, { sessions: [{ sessionId: "opening", room: "Room XX", panels: [buildPanel([link])] }] });
    expect(await read()).toHaveLength(1);
    await putProgramme(id, { published: true });
    const events = await waitFor(waitTimeoutMs, read, (all) => all.length === 2);
    expect(events[1]).toMatchObject({
      summary: "Cities",
      location: "Room XX, Centre International de Conférences, Geneva",
    });
    expect(events[1]?.description).toBe("Speaker\nOpening\nConference on Migrants and Cities");
  });

  test("the email to a person who withdraws cancels the entries of the conference and of their panels", async () => {
    const id = await createConference();
    const { registrationId, link, email } = await createPerson(id);
    await postDecision(registrationId, "approve");
    await putProgramme(id, { ...withPeople(link), published: true });
    await callSuccessfully(`/v1/registrations/${registrationId}/withdrawal`, asSecretariat({ body: {} }));
    const mails = await waitForEmails(getSharedSystem().home, email, 3);
    const told = mails.find(({ kind }) => kind === "withdrawn");
    const file = told?.email.attachments.find(({ mimeType }) => mimeType === "text/calendar");
    const text = Buffer.from(file?.content as ArrayBuffer).toString("utf8");
    expect(text).toContain("METHOD:CANCEL");
    const events = parse(text);
    expect(events.map(({ uid }) => uid.split("@")[0])).toEqual([registrationId, `${registrationId}-panel.cities`]);
    expect(events.map(({ component }) => component.getFirstPropertyValue("status"))).toEqual([
      "CANCELLED",
      "CANCELLED",
    ]);
  });
});
