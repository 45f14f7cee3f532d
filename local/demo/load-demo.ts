import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { type ConferenceBody, type SeedId, seedIds } from "../seeds/seeds.ts";
import { drawLogo } from "./logo.ts";
import { buildProgramme2015, listSpeakers } from "./speakers-2015.ts";

/** What a conference shows beside its settings. The programme of 2015 names the registrations of its speakers. */
interface DemoContent {
  /** The conference's own categories, besides those of its seed. */
  readonly categories: NonNullable<ConferenceBody["categories"]>;
  readonly page: object;
  readonly branding: { readonly colour: string };
  readonly questions: object;
  readonly programme?: object;
}

interface DemoTarget {
  /** The address of the API, without a slash at the end. */
  readonly api: string;
  /** The token of a member of the secretariat. */
  readonly idToken: string;
}

type Answer = Record<string, unknown>;

/** Calls the public API as the secretariat. @throws Error with the answer to a rejected call */
async function call({ api, idToken }: DemoTarget, method: string, path: string, body?: object, key?: string) {
  const headers = {
    authorization: `Bearer ${idToken}`,
    ...(body && { "content-type": "application/json" }),
    ...(key !== undefined && { "idempotency-key": key }),
  };
  const answer = await fetch(`${api}/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Answer;
}

/**
 * Gives the conferences of the seeds their own categories, pages, logos, questions, speakers and programmes. What a
 * conference has already stays as it is, so that a repeated call changes nothing.
 * @returns what was written, as `idm-2015 programme`
 */
export async function loadDemo(target: DemoTarget): Promise<string[]> {
  const written: string[] = [];
  for (const id of seedIds) {
    const content = await readDemoContent(id);
    const put = async (part: string, build: () => Promise<object>) => {
      const path = `/conferences/${id}/${part}`;
      if ((await call(target, "GET", path))["version"] !== 0) return;
      await call(target, "PUT", path, await build());
      written.push(`${id} ${part}`);
    };
    if (await addCategories(target, id, content)) written.push(`${id} categories`);
    await put("branding", async () => ({ ...content.branding, logo: await uploadLogo(target, id, content) }));
    await put("page", async () => content.page);
    const { programme } = content;
    // The speakers register before the questions are asked, as the secretariat registered them.
    await put("programme", async () => ({
      ...(programme ?? buildProgramme2015(await registerSpeakers(target, id))),
      published: true,
    }));
    await put("questions", async () => content.questions);
  }
  return written;
}

const readDemoContent = async (id: SeedId) =>
  JSON.parse(await readFile(new URL(`${id}.json`, import.meta.url), "utf8")) as DemoContent;

interface ListedSettings extends ConferenceBody {
  readonly conferenceId: string;
}

/** The settings of a conference, from the list of all. @throws Error without one */
async function readSettings(target: DemoTarget, id: SeedId): Promise<ListedSettings> {
  for (let cursor = ""; ; ) {
    const page = await call(
      target,
      "GET",
      `/conferences?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    const { items, next } = page as { readonly items: readonly ListedSettings[]; readonly next: string | null };
    const found = items.find(({ conferenceId }) => conferenceId === id);
    if (found) return found;
    if (next === null) throw new Error(`There is no conference ${id}. Start the system with an empty PALAIS_HOME.`);
    cursor = next;
  }
}

/** Adds the categories that a conference lacks; the others stay as they are. @returns whether one was added */
async function addCategories(target: DemoTarget, id: SeedId, { categories: own }: DemoContent): Promise<boolean> {
  const settings = await readSettings(target, id);
  const missing = own.filter((each) => settings.categories.every(({ category }) => category !== each.category));
  if (missing.length === 0) return false;
  const { title, startsOn, endsOn, timeZone, venue, registration } = settings;
  const kept = settings.categories.map(({ category, title: texts, colour }) => ({ category, title: texts, colour }));
  const categories = [...kept, ...missing];
  await call(target, "PUT", `/conferences/${id}`, {
    title,
    startsOn,
    endsOn,
    timeZone,
    venue,
    registration,
    categories,
  });
  return true;
}

/** How long a file may take to be checked, in ms, and how often this is asked. */
const [checkTimeoutMs, checkIntervalMs] = [60_000, 250];

/** @returns the identifier of the checked logo */
async function uploadLogo(target: DemoTarget, id: SeedId, { branding }: DemoContent): Promise<string> {
  const bytes = drawLogo(branding.colour);
  const request = { kind: "logo", contentType: "image/png", size: bytes.length };
  const form = await call(target, "POST", `/conferences/${id}/uploads`, request);
  const data = new FormData();
  for (const [name, value] of Object.entries(form["fields"] as Record<string, string>)) data.append(name, value);
  data.append("file", new Blob([bytes]), "logo.png");
  const posted = await fetch(String(form["url"]), { method: "POST", body: data });
  if (!posted.ok) throw new Error(`the upload of the logo answered ${posted.status}`);
  const uploadId = String(form["uploadId"]);
  for (const until = Date.now() + checkTimeoutMs; Date.now() < until; await sleep(checkIntervalMs)) {
    const { state } = await call(target, "GET", `/documents/${uploadId}`);
    if (state === "checked") return uploadId;
  }
  throw new Error("the logo was not checked in time");
}

/** Registers and approves the speakers of 2015. @returns the identifiers in the order of the speakers */
async function registerSpeakers(target: DemoTarget, id: SeedId): Promise<string[]> {
  const registrationIds: string[] = [];
  for (const [index, speaker] of listSpeakers().entries()) {
    const { givenName, familyName, gender, country, ...form } = speaker;
    const email = `speaker.${index + 1}@cities.example.org`;
    const body = {
      ...form,
      country,
      role: "speaker",
      person: { givenName, familyName, gender, nationality: country, email },
      consent: { listOfParticipants: true, photo: true },
    };
    const key = `demo-${id}-speaker-${index + 1}`;
    const made = await call(target, "POST", `/conferences/${id}/registrations`, body, key);
    registrationIds.push(String(made["registrationId"]));
  }
  await call(target, "POST", `/conferences/${id}/decisions`, { registrationIds, decision: "approve" });
  return registrationIds;
}
