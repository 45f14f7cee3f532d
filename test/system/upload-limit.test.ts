import { Agent, request } from "node:http";
import { expect, test } from "vitest";
import { createConference, getSharedSystem } from "./support/system.ts";

/** A source address of its own, so that no other test reaches the limit. */
const agent = new Agent({ keepAlive: true, maxSockets: 4, localAddress: "127.0.0.77" } as object);

/** Requests an upload from that source. @returns the status, and the code of an error */
function ask(conferenceId: string): Promise<string> {
  const body = JSON.stringify({ kind: "photo", contentType: "image/jpeg", size: 1_000 });
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const url = `${getSharedSystem().api}/v1/conferences/${conferenceId}/uploads`;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "POST", agent, headers }, async (answer) => {
      const { code } = JSON.parse(Buffer.concat(await Array.fromAsync(answer)).toString()) as { code?: string };
      resolve([answer.statusCode, code].filter(Boolean).join(" "));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

test("one anonymous source gets 120 uploads an hour", async () => {
  const conferenceId = await createConference(1);
  const answers: string[] = [];
  const hour = () => new Date().toISOString().slice(0, 13);
  const began = hour();
  for (let round = 0; round < 31; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: 4 }, () => ask(conferenceId)))));
  const given = answers.filter((each) => each === "201").length;
  const refused = answers.filter((each) => each === "429 too-many-uploads").length;
  expect(given + refused).toBe(124);
  // A new hour in between would restart the count.
  if (hour() === began) expect([given, refused]).toEqual([120, 4]);
}, 60_000);
