import { build } from "esbuild";
import { expect, test } from "vitest";
import { repositoryRoot } from "../../infra/build-paths.ts";
import { rulesOfOthers } from "../../web/page-messages-plugin.ts";

/** The code of the delegate's page with all its parts, without its messages. */
async function bundleDelegatePage(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ["web/delegate/main.tsx"],
    external: ["virtual:*"],
    loader: { ".css": "empty" },
    jsx: "automatic",
    jsxImportSource: "preact",
    format: "esm",
    bundle: true,
    write: false,
    outdir: "unused",
  });
  return outputFiles.map(({ text }) => text).join("\n");
}

/** They are in the modules that the forms use, but no form of a delegate meets them. */
const rulesNotChecked = [
  // Of the schema that a conference's questions are saved with.
  "earlierQuestion",
  "endsBeforeStart",
  "notForType",
  "tooManyFiles",
  // Of answers that staff give.
  "onlyWithCondition",
];

test("the delegate's page has the text of each rule that its forms check", async () => {
  const code = await bundleDelegatePage();
  expect([...rulesOfOthers].filter((rule) => code.includes(`"${rule}"`)).toSorted()).toEqual(
    rulesNotChecked.toSorted(),
  );
});
