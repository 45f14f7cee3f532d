import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
import {
  listAlarms,
  listTemplateResources,
  synthesizeMonitoring,
  synthesizeTemplate,
} from "../../test/support/template.ts";
import { measureModel } from "../capacity/model.ts";
import type { Results } from "../support/results.ts";
import { sum } from "../support/statistics.ts";
import { type Section, type Suite, target } from "../support/suite.ts";
import { runInWorker } from "../support/worker.ts";
import type { Usage } from "./bill.ts";
import prices from "./prices.json" with { type: "json" };
import type { CostTasks } from "./worker.ts";

/** What a conference costs on AWS (docs/operations.md), and how many submissions a second its table accepts. */
export const suite: Suite = { cost: measureCost, model: measureModel };

/** The memory of a function, in GB. */
const memory = 1;

async function measureCost(results: Results, quick: boolean): Promise<Section> {
  const people = quick ? 20 : 300;
  // In USD, for 1,000 registrations without email and firewall; 0.15 before every pool was counted from the start.
  const limit = 0.16;
  const script = new URL("worker.ts", import.meta.url);
  const run = () => runInWorker<CostTasks, "runConference">(script, "runConference", { people });
  const report = await results.cell(`a conference of ${people}`, run);
  const scale = 1_000 / people;
  // Each sign-in link needs a MAC, each badge code a signature.
  const keys = 1_000 * (prices.kmsMac + prices.kmsSign);
  const total = sum(report.usages.map(totalPrice)) * scale + keys;
  const email = report.emails * scale * prices.mail;
  const month = priceMonth(report.sweeps);
  const blanks = Array<string>(8).fill("");
  return {
    title:
      "Cost: 1,000 people who open the form, find their organization, register, are approved, ask for a link, and come in and out",
    notes: [
      `Prices of ${prices.region}, on demand, as of ${prices.asOf} (bench/cost/prices.json); Lambda of ${memory} GB on arm64, at this machine's time.`,
      "Write units of transactions from the items' sizes, other units as the emulator counts them. Per 1,000 registrations; USD.",
      `At rest, a month: ${month.sweeps.toFixed(2)} for sweeps, ${month.resources.toFixed(2)} for keys and alarms; the firewall, where there is one, ${month.firewall.toFixed(2)}.`,
    ],
    head: ["", "calls", "ms", "read units", "write units", "table", "Lambda", "entry", "logs, traces", "USD"],
    rows: [
      ...report.usages.map((usage) => formatUsage(usage, scale)),
      ["keys", ...blanks, formatUsd(keys)],
      ["all, without email and firewall", ...blanks, formatUsd(total)],
      [`email: ${Math.round(report.emails * scale)}`, ...blanks, formatUsd(email)],
    ],
    verdicts: [
      target(
        `${formatUsd(total)} USD for 1,000 registrations without email and firewall (at most ${limit})`,
        total <= limit,
      ),
    ],
  };
}

function priceUsage({ invocations, requests, ms, readUnits, writeUnits, logBytes }: Usage) {
  return {
    table: readUnits * prices.readUnit + writeUnits * prices.writeUnit,
    lambda: invocations * prices.lambdaRequest + (ms / 1_000) * memory * prices.lambdaGigabyteSecondArm,
    // A request passes the distribution and the gateway. The authorizer of staff is billed as a function.
    entry: requests * (prices.gatewayRequest + prices.edgeRequest),
    observability: logBytes * prices.logByte + (invocations + requests) * prices.tracedShare * prices.trace,
  };
}

const totalPrice = (usage: Usage) => sum(Object.values(priceUsage(usage)));

const formatUsd = (value: number) => value.toFixed(4);

function formatUsage(usage: Usage, scale: number): string[] {
  const { table, lambda, entry, observability } = priceUsage(usage);
  const counts = [usage.invocations, usage.ms, usage.readUnits, usage.writeUnits];
  return [
    usage.name,
    ...counts.map((value) => String(Math.round(value * scale * 10) / 10)),
    ...[table, lambda, entry, observability, totalPrice(usage)].map((price) => formatUsd(price * scale)),
  ];
}

/** The price of a month without requests. */
function priceMonth(sweeps: readonly Usage[]): { sweeps: number; resources: number; firewall: number } {
  const sweepsPerMinute: Readonly<Record<string, number>> = { "search-indexer": 0.1 };
  const minutes = 60 * 24 * 30;
  const templates = [synthesizeTemplate(), synthesizeMonitoring()];
  const count = (type: string) => sum(templates.map((template) => listTemplateResources(template, type).length));
  const alarms = sum(templates.map((template) => listAlarms(template).length));
  const keys = count("AWS::KMS::Key");
  const edge = synthesizeTemplate((app) => new PalaisEdgeStack(app, "PalaisEdge"));
  const [[, acl] = []] = listTemplateResources(edge, "AWS::WAFv2::WebACL");
  const rules = (acl?.Properties["Rules"] as unknown[] | undefined)?.length ?? 0;
  const { month } = prices;
  return {
    sweeps: sum(sweeps.map((usage) => totalPrice(usage) * minutes * (sweepsPerMinute[usage.name] ?? 1))),
    resources: keys * month.key + Math.max(0, alarms - month.freeAlarms) * month.alarm,
    firewall: month.webAcl + rules * month.webAclRule,
  };
}
