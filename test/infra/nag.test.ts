import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "aws-cdk-lib/core";
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from "cdk-nag";
import { afterAll, describe, expect, test } from "vitest";
import { acknowledge, acknowledged } from "../../infra/acknowledged.ts";
import { PalaisEdge } from "../../infra/edge.ts";
import { Palais } from "../../infra/stack.ts";

const outdir = mkdtempSync(path.join(tmpdir(), "palais-nag-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function stacks(): App {
  const app = new App({ outdir, analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
  new PalaisEdge(app, "PalaisEdge");
  new Palais(app, "Palais");
  return app;
}

/** The rules that a pack finds broken, each once, whatever it names behind them. */
function brokenIn(app: App, pack: NagPack): string[] {
  const { violations } = pack.validateScope(app);
  return [...new Set(violations.map(({ ruleName }) => ruleName.replace(/\[.*$/s, "")))].toSorted();
}

const packsOf = (app: App) => [new AwsSolutionsChecks(app), new ServerlessChecks(app)];

describe("AWS's own rules for solutions, and those for what has no servers", () => {
  const bare = stacks();
  const found = packsOf(bare).flatMap((pack) => brokenIn(bare, pack));

  test("are kept, but for what is acknowledged with its reason", () => {
    expect(found.toSorted()).toEqual(Object.keys(acknowledged).toSorted());
  });

  test("at most eight are acknowledged", () => {
    expect(Object.keys(acknowledged).length).toBeLessThanOrEqual(8);
    for (const reason of Object.values(acknowledged)) expect(reason.length).toBeGreaterThan(30);
  });

  test("nothing is left once they are", () => {
    const app = stacks();
    acknowledge(app);
    expect(packsOf(app).flatMap((pack) => brokenIn(app, pack))).toEqual([]);
  });
});
