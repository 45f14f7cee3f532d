import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalSystem, startSystem } from "../../local/system.ts";
import { findFreePortBlock } from "../support/ports.ts";
import { getAssembly } from "../support/template.ts";
import { waitFor } from "../support/wait-for.ts";
import { callSystemAt, waitTimeoutMs } from "../system/support/system.ts";

const root = path.resolve(import.meta.dirname, "../..");
const remarks: string[] = [];

let folder: string;
let system: LocalSystem;

/** A working copy of its own, which the test edits as a developer does. */
async function copySources(): Promise<string> {
  const copy = path.join(folder, "copy");
  for (const name of ["functions", "shared", "locales", "web", "infra", "package.json", "tsconfig.json"])
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

const getDocument = async () => {
  const { status, body } = await callSystemAt(system.api, "/v1/openapi.json");
  return { status, ...(body as { readonly edited?: string }) };
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palais-live-"));
  system = await startSystem({
    home: path.join(folder, "home"),
    port: await findFreePortBlock(6_400),
    seeds: false,
    sources: await copySources(),
    progress: { runStep: (_name, start) => start(), log: (text) => remarks.push(text) },
    ...getAssembly(),
  });
});
afterAll(async () => {
  await system.stop();
  await rm(folder, { recursive: true, force: true });
});

test("runs a changed handler without a restart", async () => {
  expect(await getDocument()).toMatchObject({ status: 200 });
  await edit("functions/openapi/openapi-document.ts", "...document }", '...document, edited: "once" }');
  await waitFor(waitTimeoutMs, getDocument, ({ edited }) => edited === "once");
});

test("names a handler that can't be loaded, and runs it again once it is repaired", async () => {
  await edit("functions/openapi/openapi-document.ts", 'edited: "once" }', 'edited: "once" ]');
  await waitFor(waitTimeoutMs, getDocument, ({ status }) => status === 500);
  expect(remarks).toContainEqual(expect.stringMatching(/^the function openapi can't be loaded: /));
  await edit("functions/openapi/openapi-document.ts", 'edited: "once" ]', 'edited: "twice" }');
  await waitFor(waitTimeoutMs, getDocument, ({ edited }) => edited === "twice");
});

test("runs changed texts in the functions that use them", async () => {
  const askTitle = async () => (await callSystemAt(system.api, "/v1/conferences")).body as { readonly title?: string };
  const { title = "" } = await askTitle();
  await edit("locales/en/problem.json", `"${title}"`, '"Edited title"');
  await waitFor(waitTimeoutMs, askTitle, (answer) => answer.title === "Edited title");
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
  await edit("web/letter/main.tsx", "mountPage(Visa", 'document.title = "Edited page";\nmountPage(Visa');
  const edited = await waitFor(waitTimeoutMs, readPage, ({ text }) => text.includes("Edited page"));
  expect(edited.policy).toBe(policy);
});

test("reports that a change of the template's sources needs a restart", async () => {
  await edit("shared/http/routes.ts", "/**", "/** Edited.");
  await waitFor(
    waitTimeoutMs,
    async () => remarks,
    (messages) => messages.some((text) => text.startsWith("restart to apply shared/http/routes.ts")),
  );
});
