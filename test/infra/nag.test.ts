import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "aws-cdk-lib/core";
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from "cdk-nag";
import { afterAll, describe, expect, test } from "vitest";
import { PalaisEdgeStack } from "../../infra/edge-stack.ts";
import { PalaisMonitoringStack } from "../../infra/monitoring-stack.ts";
import { nagSuppressions, suppressNagFindings } from "../../infra/nag-suppressions.ts";
import { PalaisStack } from "../../infra/palais-stack.ts";

const outdir = mkdtempSync(path.join(tmpdir(), "palais-nag-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function stacks(): App {
  const app = new App({ outdir, analyticsReporting: false, context: { "aws:cdk:bundling-stacks": [] } });
  new PalaisEdgeStack(app, "PalaisEdge");
  new PalaisStack(app, "Palais");
  new PalaisMonitoringStack(app, "PalaisMonitoring");
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
    expect(found.toSorted()).toEqual(Object.keys(nagSuppressions).toSorted());
  });

  test("at most eleven are acknowledged", () => {
    expect(Object.keys(nagSuppressions).length).toBeLessThanOrEqual(11);
    for (const reason of Object.values(nagSuppressions)) expect(reason.length).toBeGreaterThan(30);
  });

  test("nothing is left once they are", () => {
    const app = stacks();
    suppressNagFindings(app);
    expect(packsOf(app).flatMap((pack) => brokenIn(app, pack))).toEqual([]);
  });
});
