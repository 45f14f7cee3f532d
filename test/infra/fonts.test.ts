import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { families, fileOf } from "#shared/badge/text/families.ts";
import { layFonts } from "../../infra/fonts.ts";
import { names, resourcesOf, synthesise } from "../support/template.ts";

const folder = mkdtempSync(path.join(tmpdir(), "palais-layer-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the layer has every font that a badge may ask for, and no other", () => {
  layFonts(folder);
  const wanted = families.flatMap((family) => [fileOf(family, "regular"), fileOf(family, "bold")]);
  expect(readdirSync(folder).toSorted()).toEqual(wanted.toSorted());
});

test("it leaves room for the code: Lambda takes 250 MB of both, unpacked", () => {
  layFonts(folder);
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(100 * 2 ** 20);
});

test("who is told where the fonts are has the layer, and nobody else", () => {
  const template = synthesise();
  const [[layer = ""] = []] = resourcesOf(template, "AWS::Lambda::LayerVersion");
  for (const [id, { Properties }] of resourcesOf(template, "AWS::Lambda::Function")) {
    const isTold = JSON.stringify(Properties["Environment"] ?? {}).includes("/opt/fonts");
    expect(names(Properties["Layers"] ?? [], layer), id).toBe(isTold);
  }
});
