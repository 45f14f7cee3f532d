import type { DynamoDBStreamEvent } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { getString } from "#shared/dynamodb/table.ts";
import { createStreamHandler, failIfRecordsFail } from "#shared/runtime/lambda.ts";
import { captureLogLines } from "../support/log-lines.ts";

const lines = captureLogLines();

const eventOf = (names: readonly string[]) =>
  ({
    Records: names.map((name, index) => ({
      dynamodb: { SequenceNumber: String(index + 1), NewImage: { conferenceId: { S: "idm" }, name: { S: name } } },
    })),
  }) as unknown as DynamoDBStreamEvent;

/** A consumer that fails for the whole batch of a conference if one record of it is "poison". */
function createConsumer(outcome: "throws" | "gives up", ms = 5_000) {
  const processed: string[] = [];
  const attempts: string[][] = [];
  const handle = createStreamHandler({
    failure: { code: "tested.failed", field: "conferenceId" },
    shutdownBufferMs: 0,
    getKeys: (image) => [getString(image, "conferenceId")],
    process: async (_, images) => {
      const names = images.map((image) => getString(image, "name"));
      attempts.push(names);
      if (!names.includes("poison")) return void processed.push(...names);
      if (outcome === "gives up") return false;
      throw new Error("poison");
    },
  });
  const context = { getRemainingTimeInMillis: () => ms };
  return { processed, attempts, handle: (event: DynamoDBStreamEvent) => handle(event, context) };
}

describe("a poison record of a conference with many records", () => {
  test("fails alone: the others of the batch are processed in the same run", async () => {
    const { handle, processed } = createConsumer("throws");
    const { batchItemFailures } = await handle(eventOf(["a", "b", "poison", "c", "d"]));
    expect(batchItemFailures).toEqual([{ itemIdentifier: "3" }]);
    expect(processed).toEqual(["a", "b", "c", "d"]);
    expect(lines).toMatchObject([{ code: "tested.failed", conferenceId: "idm" }]);
  });

  test("is not looked for when the consumer itself asks for the records again, or its time is over", async () => {
    const givingUp = createConsumer("gives up");
    expect((await givingUp.handle(eventOf(["a", "poison"]))).batchItemFailures).toHaveLength(2);
    expect(givingUp.attempts).toHaveLength(1);
    const late = createConsumer("throws", -1);
    expect((await late.handle(eventOf(["a", "poison"]))).batchItemFailures).toHaveLength(2);
    expect(late.attempts).toEqual([]);
  });
});

test("an event of the dispatcher fails if one of its records does, so that Lambda repeats it", async () => {
  const { handle } = createConsumer("throws");
  const invoke = failIfRecordsFail((event: DynamoDBStreamEvent) => handle(event));
  await expect(invoke(eventOf(["a", "poison"]), undefined)).rejects.toThrow("1 records failed");
  await expect(invoke(eventOf(["a"]), undefined)).resolves.toBeUndefined();
});
