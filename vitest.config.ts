import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isFullRun } from "./test/support/full-run.ts";

/**
 * Two workers, because the machines have two cores and many tests also use an emulator. A worker loads each module once
 * for all files, so a test must clean up its state. Time limits are long, because machines differ and no test asserts a
 * duration: a wait is longer than the 90 s after which a sweep has delivered what a first attempt did not.
 */
const shared = {
  pool: "forks" as const,
  maxWorkers: 2,
  isolate: false,
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 100_000, interval: 100 } },
  // The check `synth` validates the templates; each worker that does so again takes seconds to start the validator.
  env: { CDK_VALIDATION: "false" },
};

/**
 * A test gets a second attempt if a wait for a state of a page has ended in the first, and for no other error: a page on
 * a busy machine may move what is pressed between the press and the release of a button. `test/support/second-attempts.ts`
 * names each such test and limits their number.
 */
const secondAttempt = { count: 1, condition: /Timeout \d+ms exceeded/ };

/** These repeat other tests with larger numbers; only `npm run test:full` runs them. */
const fullRunOnly = ["test/load/kills.test.ts", "test/journey/journey-704.test.ts"];
const excluded = isFullRun ? [] : fullRunOnly;

/** The tests of the domain rules: test/run.ts runs them first, with coverage; the threshold is below. */
const rules = ["test/**/*.rules.test.ts"];

/** These put a whole system under load; other tests at the same time would falsify their results. */
const exclusive = ["test/load/opening-minute.test.ts", "test/load/kills.test.ts", "test/load/backups.test.ts"];

/** These start a system of their own and mostly wait, so they run in parallel with others. */
const slowSystems = [
  "test/journey/journey{,-704}.test.ts",
  "test/load/crash.test.ts",
  "test/cli/backup-trouble.test.ts",
];

/** These measure durations or cut the network, so they run one file at a time. Other tests of pages may run in parallel. */
const sequential = ["test/browser/desk*.test.ts", "test/browser/console-thousands.test.ts"];

/**
 * The longest files start first, and after those with a system of their own the files that read the whole table of the
 * shared system, which each test makes longer.
 */
const first = [
  "system/import",
  "journey/journey-704",
  "load/crash",
  "journey/journey",
  "system/retention",
  "system/erasure-crash",
  "system/privacy",
  "system/authorization",
  "fault/write-paths",
  "fault/mails",
  "local/system",
];

/** The place among the first files; one place behind them for all others. */
function toRank({ moduleId }: TestSpecification): number {
  const rank = first.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return rank < 0 ? first.length : rank;
}

class RankedSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => toRank(a) - toRank(b));
  }
}

const project = (name: string, groupOrder: number, more: object) => ({
  test: { ...shared, name, sequence: { groupOrder }, ...more },
});

/** Clean up after each file that uses the shared system; the last one runs first. */
const afterFile = ["test/system/support/unlist-conferences.ts", "test/browser/support/close-pages.ts"];

/** First tests without a system, then tests that share one, then tests that need the machine alone. */
export default defineConfig({
  test: {
    projects: [
      project("rules", 1, { include: rules }),
      project("modules", 1, {
        include: ["test/**/*.test.ts"],
        exclude: ["test/{system,security/system,browser}/**", ...rules, ...exclusive, ...slowSystems],
      }),
      project("system", 2, {
        include: ["test/{system,security/system,browser}/*.test.ts", ...slowSystems],
        exclude: [...sequential, ...excluded],
        globalSetup: ["test/browser/support/setup.ts"],
        setupFiles: afterFile,
        // Many tests wait for stream consumers, and the import of 5,000 rows takes minutes.
        testTimeout: 240_000,
        retry: secondAttempt,
      }),
      project("browser", 3, {
        include: sequential,
        globalSetup: ["test/browser/support/setup.ts"],
        setupFiles: afterFile,
        fileParallelism: false,
        maxWorkers: 1,
        testTimeout: 180_000,
        retry: secondAttempt,
      }),
      project("alone", 4, { include: exclusive, exclude: excluded, fileParallelism: false, maxWorkers: 1 }),
    ],
    sequence: { sequencer: RankedSequencer },
    coverage: {
      include: [
        "{shared,functions}/**/*.rules.ts",
        "shared/model/**/*.ts",
        "shared/countries/*.ts",
        "shared/text/*.ts",
      ],
      thresholds: { branches: 100 },
      reporter: [["text", { skipFull: true }]],
    },
  },
});
