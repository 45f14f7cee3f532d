import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type System, startSystem } from "../../local/system.ts";
import { assembly } from "../support/assembly.ts";
import { freeBlock } from "../support/ports.ts";
import { callAt, patience, within } from "../system/system.ts";

const root = path.resolve(import.meta.dirname, "../..");
const remarks: string[] = [];

let folder: string;
let system: System;

/** A working copy of its own: what a developer edits. */
async function copySources(): Promise<string> {
  const copy = path.join(folder, "copy");
  for (const name of ["functions", "shared", "web", "infra", "package.json", "tsconfig.json"])
    await cp(path.join(root, name), path.join(copy, name), { recursive: true });
  await symlink(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

async function edit(file: string, from: string, to: string): Promise<void> {
  const name = path.join(folder, "copy", file);
  const text = await readFile(name, "utf8");
  expect(text, file).toContain(from);
  await writeFile(name, text.replace(from, to));
}

const readDocument = async () => {
  const { status, body } = await callAt(system.api, "/v1/openapi.json");
  return { status, ...(body as { readonly edited?: string }) };
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-live-"));
  system = await startSystem({
    home: path.join(folder, "home"),
    port: await freeBlock(6_400),
    seeds: false,
    sources: await copySources(),
    progress: { part: (_name, start) => start(), remark: (text) => remarks.push(text) },
    ...assembly(),
  });
});
afterAll(async () => {
  await system.stop();
  await rm(folder, { recursive: true, force: true });
});

test("runs a changed handler without a restart", async () => {
  expect(await readDocument()).toMatchObject({ status: 200 });
  await edit("functions/front/openapi.ts", "...document }", '...document, edited: "once" }');
  await within(patience, readDocument, ({ edited }) => edited === "once");
});

test("names a handler that can't be loaded, and runs it again once it is repaired", async () => {
  await edit("functions/front/openapi.ts", 'edited: "once" }', 'edited: "once" ]');
  await within(patience, readDocument, ({ status }) => status === 500);
  expect(remarks).toContainEqual(expect.stringMatching(/^the function front can't be loaded: /));
  await edit("functions/front/openapi.ts", 'edited: "once" ]', 'edited: "twice" }');
  await within(patience, readDocument, ({ edited }) => edited === "twice");
});

test("runs changed shared code in the functions that use it", async () => {
  const askTitle = async () => (await callAt(system.api, "/v1/conferences")).body as { readonly title?: string };
  const { title = "" } = await askTitle();
  await edit("shared/messages/en/problem.ts", `"${title}"`, '"Edited title"');
  await within(patience, askTitle, (answer) => answer.title === "Edited title");
});

test("serves a changed page with the headers of the distribution", async () => {
  const readPage = async () => {
    const page = await fetch(`${system.api}/letter`);
    const [script = ""] = /\/assets\/letter-[^"]+\.js/.exec(await page.text()) ?? [];
    const text = await (await fetch(system.api + script)).text();
    return { text, policy: page.headers.get("content-security-policy") };
  };
  const { policy } = await readPage();
  expect(policy).toContain("script-src 'self'");
  await edit("web/letter/main.tsx", "const app", 'document.title = "Edited page";\nconst app');
  const edited = await within(patience, readPage, ({ text }) => text.includes("Edited page"));
  expect(edited.policy).toBe(policy);
});

test("says that a new start takes in what the template is made from", async () => {
  await edit("shared/contract/routes.ts", "/**", "/** Edited.");
  await within(
    patience,
    async () => remarks,
    (said) => said.some((text) => text.startsWith("start again to take in shared/contract/routes.ts")),
  );
});
