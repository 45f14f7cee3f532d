/**
 * `npm run count-lines`: prints the lines of code in each top folder, with comments and empty lines, without
 * translations, tests and benchmarks. With `--check` it exits with 1 if there are more than `maxLines`.
 */
import { readFileSync } from "node:fs";
import { runCommand } from "../cli/command.ts";
import { codeFolders, isTranslation, listTrackedFiles } from "./sources.ts";

/** Raise it only with a new feature. */
const maxLines = 44_000;

const extensions = ["ts", "tsx", "js", "mjs", "css", "html"];

/** Counts like `wc -l`. */
const countLines = (file: string) => readFileSync(file, "utf8").split("\n").length - 1;

const printRow = (folder: string, files: number | string, lines: number | string) =>
  console.log(folder.padEnd(12), String(files).padStart(6), String(lines).padStart(8));

/** Prints one row for each folder. @returns the number of all lines */
function printCounts(): number {
  printRow("folder", "files", "lines");
  let [allFiles, allLines] = [0, 0];
  for (const folder of codeFolders) {
    const files = listTrackedFiles([folder], extensions).filter((file) => !isTranslation(file));
    if (files.length === 0) continue;
    const lines = files.reduce((sum, file) => sum + countLines(file), 0);
    printRow(folder, files.length, lines);
    allFiles += files.length;
    allLines += lines;
  }
  printRow("total", allFiles, allLines);
  return allLines;
}

await runCommand(
  {
    usage: "count-lines -- [--check]",
    options: { check: { type: "boolean", help: `exit with 1 if there are more than ${maxLines} lines` } },
  },
  async ({ values: { check } }) => {
    const lines = printCounts();
    if (!check || lines <= maxLines) return 0;
    console.error(`${lines} lines of code are more than ${maxLines}.`);
    return 1;
  },
);
