import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { copyConference, describeRefusal } from "../../bench/rehearse/system.ts";
import { createAskingConference } from "./support/questions.ts";
import { createConference, findConferenceSettings, getSharedSystem } from "./support/system.ts";

/** Runs the program of `npm run rehearse` on the shared system. */
const rehearse = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ["bench/rehearse/run.ts", ...args], {
    env: { ...process.env, PALAIS_HOME: getSharedSystem().home },
  }).then(
    ({ stdout, stderr }) => ({ printed: stdout + stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ printed: stdout + stderr, code }),
  );

test("rehearses a conference with questions and a category without a limit, and leaves it as it is", async () => {
  const visa = { key: "visa", type: "yes-no", label: { en: "Visa needed" }, required: true };
  const conferenceId = await createAskingConference([visa], 3);
  const before = await findConferenceSettings(conferenceId);
  const { printed, code } = await rehearse("--conference", conferenceId, "--applicants", "6", "--over", "1");
  expect(printed).toMatch(/ category:\S+ +none +\d+ +\d+\n/);
  expect(printed).toContain("\n0 over the cap\n0 errors\n");
  expect(code).toBe(0);
  expect(await findConferenceSettings(conferenceId)).toEqual(before);
}, 180_000);

test("names a conference that does not exist", async () => {
  const { printed, code } = await rehearse("--conference", "nope", "--applicants", "1", "--over", "1");
  expect([printed, code]).toEqual(["There is no conference nope in this system. Check its spelling.\n", 2]);
}, 60_000);

test("names a token that has ended", async () => {
  const { api, dynamodb, table, home } = getSharedSystem();
  const copied = copyConference({ api, dynamodb, table, home, token: "ended" }, "nope", 1);
  await expect(copied).rejects.toThrow("does not accept the token in local.json (401)");
});

test("prints why the system refuses the copy", async () => {
  const { api, dynamodb, table, home, tokens } = getSharedSystem();
  const conferenceId = await createConference(3);
  const copied = copyConference({ api, dynamodb, table, home, token: tokens.reviewer }, conferenceId, 1);
  await expect(copied).rejects.toThrow(/^The system refused the copy of \S+: 403 \S+$/);
  const errors = [{ path: "questionsVersion", message: "This field does not exist." }];
  expect(describeRefusal(422, { code: "invalid-request", errors })).toBe(
    "422 invalid-request; questionsVersion: This field does not exist.",
  );
});

test.each([
  [["--applicants", "abc", "--over", "3"], "--applicants is abc: it must be a whole number from 1 on."],
  [["--applicants", "-5", "--over", "3"], "--applicants"],
  [["--applicants", "30", "--over", "0"], "--over is 0: it must be a whole number from 1 on."],
  [["--applicants", "30"], "--over is missing."],
])("refuses %s in one line", async (args, says) => {
  const { printed, code } = await rehearse("--conference", "nope", ...args);
  expect(printed).toContain(says);
  expect([printed.split("\n").length, code]).toEqual([2, 2]);
});
