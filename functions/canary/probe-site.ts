import { listConferenceIds } from "#shared/conferences/conferences.repository.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";

/** How long one answer may take, in ms. */
const timeoutMs = 8_000;

/** An answer that a user could not work with. */
class ProbeError extends Error {
  readonly path: string;
  readonly status: number;

  constructor(path: string, status: number) {
    super("the site does not answer as expected");
    this.name = "ProbeError";
    this.path = path;
    this.status = status;
  }
}

/** A conference that does not exist: the answer proves that the API has read the table. */
const absentConference = { path: "/v1/conferences/canary", status: 404, has: { code: "unknown-conference" } };

/**
 * Opens the site as a visitor does: the page, its configuration, and a conference through the firewall, the gateway,
 * the authorizer and the table. It reads no data of people and writes nothing. The log line is what the alarm counts.
 */
export async function probeSite(table: Table, siteUrl: string): Promise<void> {
  const startedAt = Date.now();
  try {
    await expectAnswer(siteUrl, { path: "/", status: 200 });
    await expectAnswer(siteUrl, { path: "/config.json", status: 200, has: { issuer: undefined, clientId: undefined } });
    await expectAnswer(siteUrl, await chooseConference(table));
    log("canary.passed", { ms: Date.now() - startedAt });
  } catch (error) {
    const { path, status } = error instanceof ProbeError ? error : {};
    log("canary.failed", { path, status, ...toErrorFields(error) }, "warn");
  }
}

interface ExpectedAnswer {
  readonly path: string;
  readonly status: number;
  /** Properties of the JSON, with the value that they must have. `undefined` stands for any text. */
  readonly has?: Readonly<Record<string, string | undefined>>;
}

/** A conference that has not ended, if there is one. */
async function chooseConference(table: Table): Promise<ExpectedAnswer> {
  const [conferenceId] = await listConferenceIds(table, new Date().toISOString().slice(0, 10));
  if (conferenceId === undefined) return absentConference;
  return { path: `/v1/conferences/${conferenceId}`, status: 200, has: { conferenceId } };
}

/** @throws ProbeError for another answer, and the error of the network for none */
async function expectAnswer(siteUrl: string, { path, status, has }: ExpectedAnswer): Promise<void> {
  const answer = await fetch(new URL(path, siteUrl), {
    headers: { "user-agent": "palais-canary" },
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await answer.text();
  const isExpected = answer.status === status && (has ? hasProperties(text, has) : text !== "");
  if (!isExpected) throw new ProbeError(path, answer.status);
}

function hasProperties(text: string, expected: Readonly<Record<string, string | undefined>>): boolean {
  try {
    const found = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return Object.entries(expected).every(([name, value]) =>
      value === undefined ? typeof found[name] === "string" && found[name] !== "" : found[name] === value,
    );
  } catch {
    return false;
  }
}
