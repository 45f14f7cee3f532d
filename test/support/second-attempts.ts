import type { Reporter, TestCase } from "vitest/node";

/** More tests than these that pass only at their second attempt are a failure of the run. */
const toleratedCount = 3;

/**
 * Names the tests that passed at their second attempt, with the error of the first, and lets the run fail if there are
 * more than a few. `vitest.config.ts` says which tests get a second attempt.
 */
export default class SecondAttempts implements Reporter {
  readonly #lines: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (!test.diagnostic()?.flaky) return;
    const reason = test.result().errors?.[0]?.message.split("\n", 2).join(" ");
    this.#lines.push(`  ${test.module.relativeModuleId} > ${test.fullName}: ${reason}`);
  }

  onTestRunEnd(): void {
    if (this.#lines.length === 0) return;
    console.log(["Passed at the second attempt:", ...this.#lines].join("\n"));
    if (this.#lines.length <= toleratedCount) return;
    console.log(`More than ${toleratedCount} tests needed a second attempt: the run fails.`);
    process.exitCode = 1;
  }
}
