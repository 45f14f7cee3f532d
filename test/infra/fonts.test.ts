import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { fontFamilies, getFontFile } from "#shared/printing/text/scripts.ts";
import { copyFonts } from "../../infra/functions/fonts.ts";
import { hasReference, listTemplateResources, synthesizeTemplate } from "../support/template.ts";

const folder = mkdtempSync(path.join(tmpdir(), "palais-layer-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the layer has every font that a badge may ask for, and no other", () => {
  copyFonts(folder);
  const wanted = fontFamilies.flatMap((family) => [getFontFile(family, "regular"), getFontFile(family, "bold")]);
  expect(readdirSync(folder).toSorted()).toEqual(wanted.toSorted());
});

test("it leaves room for the code: Lambda takes 250 MB of both, unpacked", () => {
  copyFonts(folder);
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(100 * 2 ** 20);
});

test("exactly the functions with the path of the fonts have the layer", () => {
  const template = synthesizeTemplate();
  const [[layer = ""] = []] = listTemplateResources(template, "AWS::Lambda::LayerVersion");
  for (const [id, { Properties }] of listTemplateResources(template, "AWS::Lambda::Function")) {
    const isTold = JSON.stringify(Properties["Environment"] ?? {}).includes("/opt/fonts");
    expect(hasReference(Properties["Layers"] ?? [], layer), id).toBe(isTold);
  }
});
