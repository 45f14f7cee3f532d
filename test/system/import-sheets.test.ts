import { readSheet } from "read-excel-file/universal";
import { describe, expect, test } from "vitest";
import writeSheet from "write-excel-file/node";
import { languages } from "#shared/model/conference.ts";
import { xlsxMimeType } from "#shared/model/document.ts";
import { hostileSheets } from "../documents/hostile-sheets.ts";
import { headings, planRows, toCsv } from "../support/people.ts";
import { announceImport, encodeSheet, readImportJob, readJobRows, uploadSheet, waitForJob } from "./support/imports.ts";
import { createForeignConference } from "./support/people.ts";
import {
  asDesk,
  asSecretariat,
  callSystem,
  createConference,
  fetchRegistration,
  getSharedSystem,
  postRegistration,
  readVenuePool,
} from "./support/system.ts";

const head =
  "category,person.givenName,person.familyName,person.email,person.nationality,consent.listOfParticipants,consent.photo";
const person = (name: string, email = `${name}@example.org`) => `ngo,${name},Diallo,${email},SEN,yes,no`;
const csv = (...rows: string[]) => encodeSheet([head, ...rows].join("\n"));

test("a hostile sheet is rejected by its code, and no row is imported", async () => {
  const conferenceId = await createConference(5);
  const outcomes = await Promise.all(
    hostileSheets().map(async ({ name, contentType, bytes, ...expected }) => {
      const jobId = await uploadSheet(conferenceId, bytes, { contentType });
      return { name, expected, job: await waitForJob(jobId, 120_000, "fr") };
    }),
  );
  expect(outcomes.length).toBeGreaterThanOrEqual(17);
  for (const { name, expected, job } of outcomes) {
    expect([name, job.state, job.problem?.code]).toEqual([name, "failed", expected.code]);
    expect(job.problem?.title).toMatch(/^(Le |La |L’|Ce |Les |Une )/);
    const at = job.problem?.errors?.map(({ row, column }) => (column === undefined ? [row] : [row, column]));
    if (expected.at) expect([name, at]).toEqual([name, expect.arrayContaining([...expected.at])]);
  }
  expect((await readVenuePool(conferenceId)).taken).toBe(0);
}, 240_000);

test("a row with a formula, a surplus cell or a repeated person is reported, along with every other error of the row", async () => {
  const conferenceId = await createConference(50);
  const cells = ["=1+1", "+1", "-1", "@x", '"\t=x"', '"\r+x"'].map((cell) => person("a").replace("a,", `${cell},`));
  const jobId = await uploadSheet(
    conferenceId,
    csv(...cells, `${person("b")},more`, person("c"), "", person("c"), '"ngo",=d,D,no-address,SEN,perhaps,no'),
  );
  expect((await waitForJob(jobId)).result).toMatchObject({ seated: 1, invalid: 9 });
  const rows = await readJobRows(jobId, "&outcome=invalid");
  const named = rows.map(({ row, errors = [] }) => [
    row,
    ...errors.map(({ column, message }) => `${column}: ${message}`),
  ]);
  const isFormula = "person.givenName: This starts like a formula. Please enter the value itself.";
  expect(named).toEqual([
    ...[2, 3, 4, 5, 6, 7].map((row) => [row, isFormula]),
    [8, "H: There is a value to the right of the last heading."],
    [11, "person.email: This is the same person as in row 9."],
    [
      12,
      isFormula,
      "consent.listOfParticipants: Please enter yes or no.",
      "person.email: Please enter an email address such as name@example.org, with unaccented Latin letters before the @.",
    ],
  ]);
});

test("a registered person isn't registered again and gets no email about it", async () => {
  const conferenceId = await createConference(5);
  await postRegistration(conferenceId, {}, { email: "known@example.org" });
  const file = csv(person("known"), person("new"));
  const dry = await uploadSheet(conferenceId, file, { dryRun: true });
  const expected = ["already-registered", "seated"];
  expect((await waitForJob(dry)).state).toBe("done");
  expect((await readJobRows(dry)).map(({ outcome }) => outcome)).toEqual(expected);
  const real = await uploadSheet(conferenceId, file);
  expect((await waitForJob(real)).state).toBe("done");
  expect((await readJobRows(real)).map(({ outcome }) => outcome)).toEqual(expected);
  expect((await readVenuePool(conferenceId)).taken).toBe(2);
});

test("without a waiting list, a row beyond the last seat is refused by its code, in a dry run and in a real run", async () => {
  const conferenceId = await createConference(1, { waitingList: false });
  const file = csv(person("first"), person("second"));
  for (const dryRun of [true, false]) {
    const jobId = await uploadSheet(conferenceId, file, { dryRun });
    await waitForJob(jobId);
    const [first, second] = await readJobRows(jobId);
    expect([first?.outcome, second?.outcome, second?.problem?.code]).toEqual(["seated", "refused", "full"]);
  }
});

describe("a sheet may be", () => {
  const rows = planRows(60).filter(({ cells }) => cells[10] === "");
  const listOutcomes = async (bytes: Uint8Array, contentType = "text/csv") => {
    const jobId = await uploadSheet(await createConference(40), bytes, { contentType });
    expect((await waitForJob(jobId)).problem).toBeUndefined();
    return (await readJobRows(jobId)).map(({ row, outcome, errors }) => [
      row,
      outcome,
      errors?.map(({ path }) => path),
    ]);
  };

  test("separated by commas, semicolons, tabs or bars, with or without a UTF-8 mark or Excel's separator line, or a workbook", async () => {
    const expected = await listOutcomes(toCsv(rows));
    expect(
      expected.some(([, outcome]) => outcome === "invalid") && expected.some(([, outcome]) => outcome === "seated"),
    ).toBe(true);
    const mark = new Uint8Array([0xef, 0xbb, 0xbf]);
    const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
    const data = [headings, ...rows.map(({ cells }) => cells)].map((cells) => [...cells]);
    const workbook = new Uint8Array(await writeSheet(data).toBuffer());
    expect(await listOutcomes(joined(mark, toCsv(rows, headings, ";")))).toEqual(expected);
    expect(await listOutcomes(toCsv(rows, headings, "\t"))).toEqual(expected);
    expect(await listOutcomes(toCsv(rows, headings, "|"))).toEqual(expected);
    expect(await listOutcomes(joined(mark, encodeSheet("sep=;\r\n"), toCsv(rows, headings, ";")))).toEqual(expected);
    expect(await listOutcomes(workbook, xlsxMimeType)).toEqual(expected);
  }, 120_000);

  test("a workbook with date cells and number cells", async () => {
    const data = [
      [...head.split(","), "person.birthDate", "organization"],
      ["ngo", "Amina", "Diallo", "days@example.org", "SEN", true, false, new Date("1980-02-29T00:00:00Z"), 1951],
    ];
    const sheets = data.map((cells) =>
      cells.map((value) => (value instanceof Date ? { value, format: "dd/mm/yyyy" } : value)),
    );
    const conferenceId = await createConference(3);
    const jobId = await uploadSheet(conferenceId, new Uint8Array(await writeSheet(sheets).toBuffer()), {
      contentType: xlsxMimeType,
    });
    await waitForJob(jobId);
    const [row] = await readJobRows(jobId);
    const { body } = await fetchRegistration(row?.registrationId ?? "");
    expect(body).toMatchObject({ person: { birthDate: "1980-02-29" }, organization: "1951" });
    expect(body).toMatchObject({ consent: { listOfParticipants: true, photo: false } });
  });
});

describe("the import template", () => {
  const template = (conferenceId: string, ending: string, language: string, what: string) =>
    fetch(`${getSharedSystem().api}/v1/conferences/${conferenceId}/import-template.${ending}?what=${what}`, {
      headers: { authorization: `Bearer ${getSharedSystem().tokens.secretariat}`, "accept-language": language },
    });

  test("is importable in each language and in both formats, and names each required field", async () => {
    const conferenceId = await createConference(3);
    for (const language of languages) {
      const table = await template(conferenceId, "csv", language, "registrations");
      expect([table.headers.get("content-type"), table.headers.get("content-disposition")]).toEqual([
        "text/csv; charset=utf-8",
        'attachment; filename="palais-import.csv"',
      ]);
      const workbook = await template(conferenceId, "xlsx", language, "registrations");
      for (const [answer, contentType] of [
        [table, "text/csv"],
        [workbook, xlsxMimeType],
      ] as const) {
        const jobId = await uploadSheet(conferenceId, new Uint8Array(await answer.arrayBuffer()), { contentType });
        expect(await waitForJob(jobId)).toMatchObject({ state: "done", total: 0 });
      }
    }
  }, 120_000);

  test("explains its columns on a second sheet", async () => {
    const answer = await template(await createConference(3), "xlsx", "fr", "nominations");
    const notes = await readSheet(await answer.blob(), 2);
    expect(notes).toContainEqual([
      "Nationalité",
      "un pays, par son nom ou son code de trois lettres (ISO 3166-1) (obligatoire)",
    ]);
    expect(notes.map(([heading]) => heading)).not.toContain("Catégorie");
  });
});

describe("nominations in a sheet", () => {
  async function createDelegation(conferenceId: string, quota: number, reserve: number): Promise<string> {
    const body = {
      name: { en: "Migrants' Voices" },
      category: "ngo",
      focalPoints: ["focal@example.org"],
      quota,
      reserve,
    };
    const answer = await callSystem(`/v1/conferences/${conferenceId}/delegations`, asSecretariat({ body }));
    expect(answer.status).toBe(201);
    return answer.body.delegationId;
  }
  const columns = "Given name,Family name,Email address,Nationality,Date of birth,Role";
  const rows = [
    "Amina,One,focal@example.org,SEN,1980-01-01,head-of-delegation",
    "Binta,Two,FOCAL@example.org,SEN,1981-01-01,delegate",
    "Chipo,Three,,SEN,1982-01-01,",
    "Dalia,Four,dalia@example.org,SEN,1983-01-01,head-of-delegation",
    "AMINA,one,,SEN,1980-01-01,delegate",
    "Efua,Five,,SEN,1984-01-01,",
    "Fatou,Six,,SEN,1985-01-01,",
  ];
  const expected = [
    [2, "seated"],
    [3, "seated"],
    [4, "waiting"],
    [5, "refused", "second-head"],
    [6, "invalid"],
    [7, "waiting"],
    [8, "refused", "reserve-full"],
  ];

  test("are seated within the quota, wait beyond it, and are refused beyond the reserve, as a focal point's nominations are; the dry run predicts it", async () => {
    const conferenceId = await createConference(50);
    const delegation = await createDelegation(conferenceId, 2, 2);
    const file = encodeSheet([columns, ...rows].join("\n"));
    for (const dryRun of [true, false]) {
      const jobId = await uploadSheet(conferenceId, file, { what: "nominations", delegation, dryRun });
      expect((await waitForJob(jobId)).state).toBe("done");
      const found = await readJobRows(jobId);
      expect(found.map(({ row, outcome, problem }) => [row, outcome, ...(problem ? [problem.code] : [])])).toEqual(
        expected,
      );
      const { body } = await callSystem(`/v1/delegations/${delegation}`, asSecretariat());
      expect(body.members).toHaveLength(dryRun ? 0 : 4);
    }
    const again = await uploadSheet(conferenceId, file, { what: "nominations", delegation });
    await waitForJob(again);
    expect(
      (await readJobRows(again)).map(({ outcome }) => outcome).filter((each) => each === "imported-before"),
    ).toHaveLength(4);
    expect((await callSystem(`/v1/delegations/${delegation}`, asSecretariat())).body.members).toHaveLength(4);
  });

  test("of two spellings are two people, also in a dry run", async () => {
    const conferenceId = await createConference(50);
    const delegation = await createDelegation(conferenceId, 9, 0);
    const names = ["राम,कुमार", "रमा,कुमार", "นิด,ใจดี", "นัด,ใจดี", "バナ,王", "ハナ,王", "Jan,Müller", "Jan,Muller"];
    const file = encodeSheet([columns, ...names.map((name) => `${name},,IND,,`)].join("\n"));
    for (const dryRun of [true, false]) {
      const jobId = await uploadSheet(conferenceId, file, { what: "nominations", delegation, dryRun });
      expect((await waitForJob(jobId)).result).toMatchObject({ seated: 8, invalid: 0, "already-registered": 0 });
    }
  });

  test("name a delegation of the conference; registrations name none", async () => {
    const [here, there] = [await createConference(5), await createConference(5)];
    const elsewhere = await createDelegation(there, 2, 2);
    const attempts = [
      announceImport(here, { what: "nominations" }, 10),
      announceImport(here, { what: "nominations", delegation: elsewhere }, 10),
      announceImport(here, { what: "registrations", delegation: elsewhere }, 10),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      expect([status, body.errors[0]?.path]).toEqual([422, "delegation"]);
    }
  });
});

test("have a job and rows that only the secretariat of the conference reads", async () => {
  const conferenceId = await createConference(5);
  const jobId = await uploadSheet(conferenceId, csv(person("hidden")));
  await waitForJob(jobId);
  for (const path of [`/v1/jobs/${jobId}`, `/v1/jobs/${jobId}/rows`]) {
    expect((await callSystem(path)).status).toBe(401);
    expect((await callSystem(path, asDesk())).status).toBe(403);
    expect((await callSystem(path.replace(jobId, "a".repeat(26)), asSecretariat())).body.code).toBe("not-found");
  }
  const { body } = await callSystem(`/v1/conferences/${conferenceId}`);
  const settings = await callSystem(`/v1/conferences/${conferenceId}`, asSecretariat());
  expect(body.conferenceId).toBe(settings.body.conferenceId);
  const foreign = await createForeignConference(5);
  expect((await announceImport(foreign, {}, 10)).body.code).toBe("unknown-conference");
  expect((await callSystem(`/v1/conferences/${foreign}/import-template.csv`, asSecretariat())).body.code).toBe(
    "unknown-conference",
  );
});

test("are refused before the upload if the file is no sheet, is too large, or the request is empty", async () => {
  const conferenceId = await createConference(5);
  const paths = async (contentType: string, size: number) =>
    (await announceImport(conferenceId, { contentType }, size)).body.errors.map(({ path }) => path);
  expect(await paths("application/pdf", 10)).toEqual(["contentType"]);
  expect(await paths("text/csv", 11 * 1_048_576)).toEqual(["size"]);
  expect(await paths("text/csv", 0)).toEqual(["size"]);
  expect((await readImportJob("a".repeat(26))).state).toBeUndefined();
});
