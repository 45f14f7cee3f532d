import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isFullRun } from "./test/support/full-run.ts";

/**
 * Two workers, for the machines have two cores and many tests share them with an emulator; each loads what it needs once,
 * not once a file, so that a test must leave nothing behind. What comes a moment later is waited for long: machines
 * differ, and no test asserts a time.
 */
const shared = {
  pool: "forks" as const,
  maxWorkers: 2,
  isolate: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 20_000 } },
  // The check `synth` validates the templates; each worker that does so again takes seconds to start the validator.
  env: { CDK_VALIDATION: "false" },
};

/** These repeat at length what other tests hold once; only `npm run test:full` runs them. */
const long = ["test/load/kills.test.ts", "test/journey/journey-704.test.ts"];
const left = isFullRun ? [] : long;

/** The rules: test/run.ts runs these first, with coverage; the threshold is below. */
const rules = ["test/domain/*.test.ts"];

/** These press a whole system hard, and what they see would say nothing if anything else ran beside them. */
const alone = ["test/load/opening-minute.test.ts", "test/load/kills.test.ts"];

/** These wait much, each with a system of its own: they run beside the others. */
const patient = ["test/journey/journey{,-704}.test.ts", "test/load/crash.test.ts"];

/** Whose time is measured, or who cuts the network: one at a time. The other pages may be looked at beside whatever runs. */
const timed = ["test/browser/desk*.test.ts", "test/browser/console-thousands.test.ts"];

/** The long ones begin at once; the import of 5,000 comes when nobody waits any more for what follows a change. */
const first = [
  "load/crash",
  "journey/journey-704",
  "journey/journey",
  "system/authorisation",
  "fault/write-paths",
  "fault/mails",
  "local/system",
];
const last = ["system/import"];

function turn({ moduleId }: TestSpecification): number {
  const at = (names: readonly string[]) => names.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`)) + 1;
  return at(first) > 0 ? -1 : at(last);
}

class InTurn extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => turn(a) - turn(b));
  }
}

const project = (name: string, groupOrder: number, more: object) => ({
  test: { ...shared, name, sequence: { groupOrder }, ...more },
});

/** First what needs no system, then what shares one, then what needs the machine for itself. */
export default defineConfig({
  test: {
    projects: [
      project("rules", 1, { include: rules }),
      project("rooms", 1, {
        include: ["test/**/*.test.ts"],
        exclude: ["test/system/**", "test/browser/**", ...rules, ...alone, ...patient],
      }),
      project("system", 2, {
        include: ["test/system/*.test.ts", "test/browser/*.test.ts", ...patient],
        exclude: [...timed, ...left],
        globalSetup: ["test/browser/setup.ts"],
        setupFiles: ["test/browser/after-each-file.ts"],
        // Much waits for consumers of the stream, and the import of 5,000 takes minutes.
        testTimeout: 240_000,
      }),
      project("browser", 3, {
        include: timed,
        globalSetup: ["test/browser/setup.ts"],
        setupFiles: ["test/browser/after-each-file.ts"],
        fileParallelism: false,
        maxWorkers: 1,
        testTimeout: 180_000,
      }),
      project("alone", 4, { include: alone, exclude: left, fileParallelism: false, maxWorkers: 1 }),
    ],
    sequence: { sequencer: InTurn },
    coverage: {
      include: ["shared/domain/**"],
      thresholds: { branches: 100 },
      reporter: [["text", { skipFull: true }]],
    },
  },
});
