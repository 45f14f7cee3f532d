import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Context } from "../../local/context.ts";
import { layersOf } from "../../local/functions/layers.ts";
import { Scope } from "../../local/template/resolve.ts";

const root = mkdtempSync(path.join(tmpdir(), "palais-layers-"));
afterAll(() => rmSync(root, { recursive: true }));

const folderOf = (layer: string, content: string) => {
  mkdirSync(path.join(root, layer, content), { recursive: true });
  return path.join(root, layer);
};

/** A template with two layers, both of which have `fonts`. */
function aContext(): Pick<Context, "stack" | "scope"> {
  const scope = new Scope({});
  const layer = (S3Key: string) => ({ Type: "AWS::Lambda::LayerVersion", Properties: { Content: { S3Key } } });
  for (const id of ["First", "Second"]) scope.name(id, { ref: `arn:${id}` });
  const assets = new Map([
    ["first.zip", folderOf("first", "fonts")],
    ["second.zip", folderOf("second", "fonts")],
  ]);
  return {
    scope,
    stack: { folder: "", template: { Resources: { First: layer("first.zip"), Second: layer("second.zip") } }, assets },
  };
}

describe("a variable that names a place under /opt", () => {
  const place = (arns: string[], value: string) => layersOf(arns, aContext() as Context)({ FONTS: value, TABLE: "t" });

  test("is given the place in the function's layer; the later layer hides the earlier", () => {
    expect(place(["arn:First"], "/opt/fonts")).toEqual({ FONTS: path.join(root, "first/fonts"), TABLE: "t" });
    expect(place(["arn:First", "arn:Second"], "/opt/fonts")["FONTS"]).toBe(path.join(root, "second/fonts"));
  });

  test("is an error at start where no layer of the function has it", () => {
    expect(() => place([], "/opt/fonts")).toThrow("FONTS is /opt/fonts, which is in no layer");
    expect(() => place(["arn:First"], "/opt/pictures")).toThrow("which is in no layer");
    expect(() => place(["arn:Third"], "/opt/fonts")).toThrow("arn:Third is no layer of the template");
  });
});
