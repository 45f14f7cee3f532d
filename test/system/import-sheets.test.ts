import { readSheet } from "read-excel-file/universal";
import { describe, expect, test } from "vitest";
import writeSheet from "write-excel-file/node";
import { languages } from "#shared/domain/conference.ts";
import { sheetType } from "#shared/domain/document.ts";
import { hostileSheets } from "../documents/hostile-sheets.ts";
import { csvOf, headings, plannedRows } from "../support/people.ts";
import { announce, ended, readJob, rowsOf, send, sheet } from "./imports.ts";
import { asDesk, asSecretariat, call, newConference, read, running, submit, venue } from "./system.ts";

const head =
  "category,person.givenName,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
const person = (name: string, email = `${name}@example.org`) => `ngo,${name},Diallo,${email},SEN,yes,no`;
const csv = (...rows: string[]) => sheet([head, ...rows].join("\n"));

test("of hostile sheets no row is taken, and each is refused by its name", async () => {
  const conferenceId = await newConference(5);
  const outcomes = await Promise.all(
    hostileSheets().map(async ({ name, contentType, bytes, ...wanted }) => {
      const jobId = await send(conferenceId, bytes, { contentType });
      return { name, wanted, job: await ended(jobId, 120_000, "fr") };
    }),
  );
  expect(outcomes.length).toBeGreaterThanOrEqual(18);
  for (const { name, wanted, job } of outcomes) {
    expect([name, job.state, job.problem?.code]).toEqual([name, "failed", wanted.code]);
    expect(job.problem?.title).toMatch(/^(Le |La |L’|Ce |Les |Une )/);
    const at = job.problem?.errors?.map(({ row, column }) => (column === undefined ? [row] : [row, column]));
    if (wanted.at) expect([name, at]).toEqual([name, expect.arrayContaining([...wanted.at])]);
  }
  expect((await venue(conferenceId)).taken).toBe(0);
}, 240_000);

test("a formula, a surplus cell and a person who stands there twice are named; all else that is wrong with the row too", async () => {
  const conferenceId = await newConference(50);
  const cells = ["=1+1", "+1", "-1", "@x", '"\tx"', '"\rx"'].map((cell) => person("a").replace("a,", `${cell},`));
  const jobId = await send(
    conferenceId,
    csv(...cells, `${person("b")},more`, person("c"), "", person("c"), '"ngo",=d,D,nobody,SEN,perhaps,no'),
  );
  expect((await ended(jobId)).result).toMatchObject({ seated: 1, wrong: 9 });
  const rows = await rowsOf(jobId, "&outcome=wrong");
  const named = rows.map(({ row, errors = [] }) => [
    row,
    ...errors.map(({ column, message }) => `${column}: ${message}`),
  ]);
  const isFormula = "person.givenName: This begins like a formula. Please write the value itself.";
  expect(named).toEqual([
    ...[2, 3, 4, 5, 6, 7].map((row) => [row, isFormula]),
    [8, "H: There is something to the right of the last heading."],
    [11, "person.email: This is the same person as in row 9."],
    [
      12,
      isFormula,
      "consent.listOfParticipants: Please write yes or no.",
      "person.email: Please give an e-mail address such as name@example.org, in plain Latin letters before the @.",
    ],
  ]);
});

test("somebody who is registered already isn't registered again, and who asks again gets no mail from it", async () => {
  const conferenceId = await newConference(5);
  await submit(conferenceId, {}, { email: "known@example.org" });
  const file = csv(person("known"), person("new"));
  const dry = await send(conferenceId, file, { dryRun: true });
  const wanted = ["already-registered", "seated"];
  expect((await ended(dry)).state).toBe("done");
  expect((await rowsOf(dry)).map(({ outcome }) => outcome)).toEqual(wanted);
  const real = await send(conferenceId, file);
  expect((await ended(real)).state).toBe("done");
  expect((await rowsOf(real)).map(({ outcome }) => outcome)).toEqual(wanted);
  expect((await venue(conferenceId)).taken).toBe(2);
});

test("where nobody may wait, a row beyond the last seat is refused by name, in a dry run as in a real one", async () => {
  const conferenceId = await newConference(1, { waitingList: false });
  const file = csv(person("first"), person("second"));
  for (const dryRun of [true, false]) {
    const jobId = await send(conferenceId, file, { dryRun });
    await ended(jobId);
    const [first, second] = await rowsOf(jobId);
    expect([first?.outcome, second?.outcome, second?.problem?.code]).toEqual(["seated", "refused", "full"]);
  }
});

describe("a sheet may be", () => {
  const rows = plannedRows(60).filter(({ cells }) => cells[10] === "");
  const outcomesOf = async (bytes: Uint8Array, contentType = "text/csv") => {
    const jobId = await send(await newConference(40), bytes, { contentType });
    expect((await ended(jobId)).problem).toBeUndefined();
    return (await rowsOf(jobId)).map(({ row, outcome, errors }) => [row, outcome, errors?.map(({ path }) => path)]);
  };

  test("separated by commas, semicolons or tabs, marked as UTF-8 or not, with Excel's word on its separator, or a workbook", async () => {
    const wanted = await outcomesOf(csvOf(rows));
    expect(
      wanted.some(([, outcome]) => outcome === "wrong") && wanted.some(([, outcome]) => outcome === "seated"),
    ).toBe(true);
    const mark = new Uint8Array([0xef, 0xbb, 0xbf]);
    const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
    const data = [headings, ...rows.map(({ cells }) => cells)].map((cells) => [...cells]);
    const workbook = new Uint8Array(await writeSheet(data).toBuffer());
    expect(await outcomesOf(joined(mark, csvOf(rows, headings, ";")))).toEqual(wanted);
    expect(await outcomesOf(csvOf(rows, headings, "\t"))).toEqual(wanted);
    expect(await outcomesOf(joined(mark, sheet("sep=;\r\n"), csvOf(rows, headings, ";")))).toEqual(wanted);
    expect(await outcomesOf(workbook, sheetType)).toEqual(wanted);
  }, 120_000);

  test("a workbook whose days are days and whose numbers are numbers", async () => {
    const data = [
      [...head.split(","), "person.birthDate", "organization"],
      ["ngo", "Amina", "Diallo", "days@example.org", "SEN", true, false, new Date("1980-02-29T00:00:00Z"), 1951],
    ];
    const sheets = data.map((cells) =>
      cells.map((value) => (value instanceof Date ? { value, format: "dd/mm/yyyy" } : value)),
    );
    const conferenceId = await newConference(3);
    const jobId = await send(conferenceId, new Uint8Array(await writeSheet(sheets).toBuffer()), {
      contentType: sheetType,
    });
    await ended(jobId);
    const [row] = await rowsOf(jobId);
    const { body } = await read(row?.registrationId ?? "");
    expect(body).toMatchObject({ person: { birthDate: "1980-02-29" }, organization: "1951" });
    expect(body).toMatchObject({ consent: { listOfParticipants: true, photo: false } });
  });
});

describe("the template", () => {
  const template = (conferenceId: string, ending: string, language: string, what: string) =>
    fetch(`${running().api}/v1/conferences/${conferenceId}/import-template.${ending}?what=${what}`, {
      headers: { authorization: `Bearer ${running().tokens.secretariat}`, "accept-language": language },
    });

  test("in each language and as both kinds of file is taken as it is, and names every field that must be there", async () => {
    const conferenceId = await newConference(3);
    for (const language of languages) {
      const table = await template(conferenceId, "csv", language, "registrations");
      expect([table.headers.get("content-type"), table.headers.get("content-disposition")]).toEqual([
        "text/csv; charset=utf-8",
        'attachment; filename="palais-import.csv"',
      ]);
      const workbook = await template(conferenceId, "xlsx", language, "registrations");
      for (const [answer, contentType] of [
        [table, "text/csv"],
        [workbook, sheetType],
      ] as const) {
        const jobId = await send(conferenceId, new Uint8Array(await answer.arrayBuffer()), { contentType });
        expect(await ended(jobId)).toMatchObject({ state: "done", total: 0 });
      }
    }
  }, 120_000);

  test("explains its columns on a second sheet", async () => {
    const answer = await template(await newConference(3), "xlsx", "fr", "nominations");
    const notes = await readSheet(await answer.blob(), 2);
    expect(notes).toContainEqual(["Nationalité", "un pays, en trois lettres (ISO 3166-1) (obligatoire)"]);
    expect(notes.map(([heading]) => heading)).not.toContain("Catégorie");
  });
});

describe("nominations", () => {
  async function aDelegation(conferenceId: string, quota: number, reserve: number): Promise<string> {
    const body = {
      name: { en: "Migrants' Voices" },
      category: "ngo",
      focalPoints: ["focal@example.org"],
      quota,
      reserve,
    };
    const answer = await call(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
    expect(answer.status).toBe(201);
    return answer.body.delegationId;
  }
  const columns = "Given name,Family name,E-mail address,Nationality,Date of birth,Role";
  const rows = [
    "Amina,One,focal@example.org,SEN,1980-01-01,head-of-delegation",
    "Binta,Two,FOCAL@example.org,SEN,1981-01-01,delegate",
    "Chipo,Three,,SEN,1982-01-01,",
    "Dalia,Four,dalia@example.org,SEN,1983-01-01,head-of-delegation",
    "amína,ONE,,SEN,1980-01-01,delegate",
    "Efua,Five,,SEN,1984-01-01,",
    "Fatou,Six,,SEN,1985-01-01,",
  ];
  const wanted = [
    [2, "seated"],
    [3, "seated"],
    [4, "waiting"],
    [5, "refused", "second-head"],
    [6, "wrong"],
    [7, "waiting"],
    [8, "refused", "reserve-full"],
  ];

  test("stand within the quota, wait beyond it, and are refused beyond the reserve, as a focal point's own; foreseen alike", async () => {
    const conferenceId = await newConference(50);
    const delegation = await aDelegation(conferenceId, 2, 2);
    const file = sheet([columns, ...rows].join("\n"));
    for (const dryRun of [true, false]) {
      const jobId = await send(conferenceId, file, { what: "nominations", delegation, dryRun });
      expect((await ended(jobId)).state).toBe("done");
      const found = await rowsOf(jobId);
      expect(found.map(({ row, outcome, problem }) => [row, outcome, ...(problem ? [problem.code] : [])])).toEqual(
        wanted,
      );
      const { body } = await call(`/v1/delegations/${delegation}`, asSecretariat());
      expect(body.members).toHaveLength(dryRun ? 0 : 4);
    }
    const again = await send(conferenceId, file, { what: "nominations", delegation });
    await ended(again);
    expect(
      (await rowsOf(again)).map(({ outcome }) => outcome).filter((each) => each === "imported-before"),
    ).toHaveLength(4);
    expect((await call(`/v1/delegations/${delegation}`, asSecretariat())).body.members).toHaveLength(4);
  });

  test("name a delegation of the conference; registrations none", async () => {
    const [here, there] = [await newConference(5), await newConference(5)];
    const elsewhere = await aDelegation(there, 2, 2);
    const attempts = [
      announce(here, { what: "nominations" }, 10),
      announce(here, { what: "nominations", delegation: elsewhere }, 10),
      announce(here, { what: "registrations", delegation: elsewhere }, 10),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      expect([status, body.errors[0]?.path]).toEqual([422, "delegation"]);
    }
  });
});

test("a job and its rows are for the secretariat of its conference alone", async () => {
  const others = { staff: [{ email: "somebody.else@example.org", groups: ["secretariat"] }] };
  const conferenceId = await newConference(5);
  const jobId = await send(conferenceId, csv(person("hidden")));
  await ended(jobId);
  for (const path of [`/v1/jobs/${jobId}`, `/v1/jobs/${jobId}/rows`]) {
    expect((await call(path)).status).toBe(401);
    expect((await call(path, asDesk())).status).toBe(403);
    expect((await call(path.replace(jobId, "a".repeat(24)), asSecretariat())).body.code).toBe("not-found");
  }
  const { body } = await call(`/v1/conferences/${conferenceId}`);
  const settings = await call(`/v1/conferences/${conferenceId}`, asSecretariat());
  expect(body.conferenceId).toBe(settings.body.conferenceId);
  const foreign = await newConference(5, others);
  expect((await announce(foreign, {}, 10)).body.code).toBe("unknown-conference");
  expect((await call(`/v1/conferences/${foreign}/import-template.csv`, asSecretariat())).body.code).toBe(
    "unknown-conference",
  );
});

test("what isn't a sheet, is too large, or says nothing isn't announced", async () => {
  const conferenceId = await newConference(5);
  const paths = async (contentType: string, size: number) =>
    (await announce(conferenceId, { contentType }, size)).body.errors.map(({ path }) => path);
  expect(await paths("application/pdf", 10)).toEqual(["contentType"]);
  expect(await paths("text/csv", 11 * 1_048_576)).toEqual(["size"]);
  expect(await paths("text/csv", 0)).toEqual(["size"]);
  expect((await readJob("a".repeat(24))).state).toBeUndefined();
});
