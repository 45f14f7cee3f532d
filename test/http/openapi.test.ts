import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { routes } from "#shared/http/routes.ts";
import { createOpenApiDocument } from "../../functions/openapi/openapi-document.ts";

const document = createOpenApiDocument("https://palais.example") as {
  paths: Record<string, Record<string, { responses: Record<string, object>; security?: object[] }>>;
};

test("the document passes a public linter without a word", () => {
  const folder = mkdtempSync(join(tmpdir(), "palais-openapi-"));
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(document));
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const { status, stdout, stderr } = spawnSync(
    "redocly",
    ["lint", "--extends", "recommended", "--max-problems", "50", file],
    { encoding: "utf8", env },
  );
  rmSync(folder, { recursive: true });
  expect(`${stdout}${stderr}`).toContain("valid");
  expect(`${stdout}${stderr}`).not.toMatch(/\d+ (?:warning|error)/);
  expect(status).toBe(0);
});

test("it names every address of the table, and what each may refuse with", () => {
  const named = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named.toSorted()).toEqual(
    Object.values(routes)
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
  );
  const submit = document.paths["/v1/conferences/{conferenceId}/registrations"]?.["post"];
  expect(Object.keys(submit?.responses ?? {})).toEqual([
    "201",
    "400",
    "401",
    "404",
    "409",
    "413",
    "415",
    "422",
    "500",
    "503",
  ]);
});

test("an answer of a versioned resource has an ETag, and no other answer", () => {
  const etag = (path: string, method: string, status: string) =>
    document.paths[path]?.[method]?.responses?.[status] as { readonly headers?: Readonly<Record<string, object>> };
  expect(Object.keys(etag("/v1/registrations/{registrationId}", "get", "200").headers ?? {})).toEqual(["ETag"]);
  expect(Object.keys(etag("/v1/conferences/{conferenceId}", "put", "200").headers ?? {})).toEqual(["ETag"]);
  expect(etag("/v1/conferences/{conferenceId}/capacity", "get", "200").headers).toBeUndefined();
});

test("an address that isn't public asks for a token", () => {
  for (const { method, path, access } of Object.values(routes)) {
    const open =
      document.paths[path]?.[method.toLowerCase()]?.security?.some((each) => Object.keys(each).length === 0) ?? false;
    const free = document.paths[path]?.[method.toLowerCase()]?.security?.length === 0;
    expect(open || free, `${method} ${path}`).toBe(access.some((each) => each === "public"));
  }
});
