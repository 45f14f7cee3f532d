import { PalaisEdge } from "../../infra/edge.ts";
import { resourcesOf, synthesise } from "../../test/support/template.ts";
import type { CostOrder, CostReport } from "../lanes/cost-lane.ts";
import { Helper } from "../support/child.ts";
import { type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { sum } from "../support/statistics.ts";
import type { Line } from "./bill.ts";
import prices from "./prices.json" with { type: "json" };

/** For 1,000 registrations, without mail and firewall, in USD. */
const limit = 0.15;

/** Of a function's memory, in GB. */
const memory = 1;

/** The links and badges' codes in mails: a MAC with each link, a signature with each confirmation. */
const keyUse = { mac: 1, sign: 1 };

async function rehearse(people: number): Promise<CostReport> {
  const lane = Helper.start<CostOrder, CostReport>("cost-lane.ts");
  return lane.ask({ people }).finally(() => lane.stop());
}

/** What one line costs, by what it is paid for. */
function priced({ invocations, asked, ms, readUnits, writeUnits, logBytes }: Line) {
  return {
    table: readUnits * prices.readUnit + writeUnits * prices.writeUnit,
    lambda: invocations * prices.lambdaRequest + (ms / 1_000) * memory * prices.lambdaGigabyteSecondArm,
    // Whoever asks a function is known by another before.
    entrance: asked * (prices.gatewayRequest + prices.edgeRequest + prices.lambdaRequest),
    watching: logBytes * prices.logByte + (invocations + asked) * prices.tracedShare * prices.trace,
  };
}

const totalOf = (line: Line) => sum(Object.values(priced(line)));

const usd = (value: number) => value.toFixed(4);

function rowsOf(lines: readonly Line[], per: number): string[][] {
  return lines.map((line) => {
    const { table, lambda, entrance, watching } = priced(line);
    const each = (value: number) => String(Math.round(value * per * 10) / 10);
    const counts = [line.invocations, line.ms, line.readUnits, line.writeUnits].map(each);
    return [line.name, ...counts, ...[table, lambda, entrance, watching, totalOf(line)].map((cost) => usd(cost * per))];
  });
}

/** What there is to pay for a month in which nobody comes. */
function atRest(lines: readonly Line[]): { sweeps: number; standing: number; firewall: number } {
  const perMinute: Readonly<Record<string, number>> = { "people-index": 0.1 };
  const minutes = 60 * 24 * 30;
  const template = synthesise();
  const alarms = resourcesOf(template, "AWS::CloudWatch::Alarm").length;
  const keys = resourcesOf(template, "AWS::KMS::Key").length;
  const edge = synthesise((app) => new PalaisEdge(app, "PalaisEdge"));
  const [[, acl] = []] = resourcesOf(edge, "AWS::WAFv2::WebACL");
  const rules = (acl?.Properties["Rules"] as unknown[] | undefined)?.length ?? 0;
  const { month } = prices;
  return {
    sweeps: sum(lines.map((line) => totalOf(line) * minutes * (perMinute[line.name] ?? 1))),
    standing: keys * month.key + Math.max(0, alarms - month.freeAlarms) * month.alarm,
    firewall: month.webAcl + rules * month.webAclRule,
  };
}

export async function measureCost(results: Results, quick: boolean): Promise<Section> {
  const people = quick ? 20 : 300;
  const report = await results.cell(`a conference of ${people}`, () => rehearse(people));
  const per = 1_000 / people;
  const keys = 1_000 * (keyUse.mac * prices.kmsMac + keyUse.sign * prices.kmsSign);
  const total = sum(report.lines.map(totalOf)) * per + keys;
  const mail = report.mails * per * prices.mail;
  const month = atRest(report.atRest);
  return {
    title:
      "Cost: 1,000 people who open the form, find their organization, register, are approved, ask for a link, and come in and out",
    notes: [
      `Prices of ${prices.region}, on demand, as of ${prices.asOf} (bench/cost/prices.json); Lambda of ${memory} GB on arm64, at this machine's time.`,
      "Write units of transactions from the items' sizes, other units as the emulator counts them. Per 1,000 registrations; USD.",
      `At rest, a month: ${month.sweeps.toFixed(2)} for sweeps, ${month.standing.toFixed(2)} for keys and alarms; the firewall, where there is one, ${month.firewall.toFixed(2)}.`,
    ],
    head: ["", "calls", "ms", "read units", "write units", "table", "Lambda", "entrance", "watching", "USD"],
    rows: [
      ...rowsOf(report.lines, per),
      ["keys", "", "", "", "", "", "", "", "", usd(keys)],
      ["all, without mail and firewall", "", "", "", "", "", "", "", "", usd(total)],
      [`mail: ${Math.round(report.mails * per)}`, "", "", "", "", "", "", "", "", usd(mail)],
    ],
    verdicts: [
      target(`${usd(total)} USD for 1,000 registrations without mail and firewall (at most ${limit})`, total <= limit),
    ],
  };
}
