import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { LocalContext } from "../../local/context.ts";
import { createLayerPathResolver } from "../../local/functions/local-functions.ts";
import { TemplateScope } from "../../local/template/resolve.ts";

const root = mkdtempSync(path.join(tmpdir(), "palais-layers-"));
afterAll(() => rmSync(root, { recursive: true }));

const findFolder = (layer: string, content: string) => {
  mkdirSync(path.join(root, layer, content), { recursive: true });
  return path.join(root, layer);
};

/** A template with two layers, both of which have `fonts`. */
function createContext(): Pick<LocalContext, "stack" | "scope"> {
  const scope = new TemplateScope({});
  const layer = (S3Key: string) => ({ Type: "AWS::Lambda::LayerVersion", Properties: { Content: { S3Key } } });
  for (const id of ["First", "Second"]) scope.define(id, { ref: `arn:${id}` });
  const assets = new Map([
    ["first.zip", findFolder("first", "fonts")],
    ["second.zip", findFolder("second", "fonts")],
  ]);
  const template = { Resources: { First: layer("first.zip"), Second: layer("second.zip") } };
  return { scope, stack: { folder: "", template, nestedTemplates: [], assets } };
}

describe("a variable that names a path under /opt", () => {
  const place = (arns: string[], value: string) =>
    createLayerPathResolver(arns, createContext() as LocalContext)({ FONTS_DIR: value, TABLE_NAME: "t" });

  test("gets the path in the function's layer; a later layer hides an earlier one", () => {
    expect(place(["arn:First"], "/opt/fonts")).toEqual({ FONTS_DIR: path.join(root, "first/fonts"), TABLE_NAME: "t" });
    expect(place(["arn:First", "arn:Second"], "/opt/fonts")["FONTS_DIR"]).toBe(path.join(root, "second/fonts"));
  });

  test("is an error at start if no layer of the function has the path", () => {
    expect(() => place([], "/opt/fonts")).toThrow("FONTS_DIR is /opt/fonts, which is in no layer");
    expect(() => place(["arn:First"], "/opt/pictures")).toThrow("which is in no layer");
    expect(() => place(["arn:Third"], "/opt/fonts")).toThrow("arn:Third is no layer of the template");
  });
});
