import { defineConfig } from "vitest/config";

/** The tests that guard the seats: rules, committer, and the moving of places. */
export default defineConfig({
  test: {
    include: ["test/**/*.rules.test.ts", "test/commands/{commit,cost}.test.ts", "test/capacity/race.test.ts"],
    // Many hundred submissions for a rate: they would take minutes for each mutant, and kill none that others don't.
    testNamePattern: /^(?!.*transactions cancelled)/,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
