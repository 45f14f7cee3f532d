import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { create } from "qrcode";
import { afterAll, expect, test } from "vitest";
import { createBadgeWearer } from "../system/support/gate-desk.ts";
import { createConference } from "../system/support/system.ts";
import { openDesk, waitUntilOffline } from "./support/desk.ts";
import { desk } from "./support/words.ts";

const folder = mkdtempSync(path.join(tmpdir(), "palais-camera-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [width, height] = [640, 480];

/** The video of a badge held in front of a camera: its code on grey, as a film of one picture. */
function writeBadgeFilm(token: string): string {
  const { modules } = create(token, { errorCorrectionLevel: "M" });
  const [scale, quiet] = [8, 4];
  const edge = (modules.size + 2 * quiet) * scale;
  const [left, top] = [Math.floor((width - edge) / 2), Math.floor((height - edge) / 2)];
  const brightness = Buffer.alloc(width * height, 150);
  for (let y = 0; y < edge; y += 1)
    for (let x = 0; x < edge; x += 1) {
      const [column, row] = [Math.floor(x / scale) - quiet, Math.floor(y / scale) - quiet];
      const isInside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
      const isDark = isInside && modules.data[row * modules.size + column] === 1;
      brightness[(top + y) * width + left + x] = isDark ? 30 : 225;
    }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), brightness, Buffer.alloc((width * height) / 2, 128)]);
  const file = path.join(folder, `${Math.random()}.y4m`);
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`), frame]));
  return file;
}

const buildCameraFlags = (token: string) => [
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${writeBadgeFilm(token)}`,
];

test("a badge in front of the camera is read once, online and offline, by the only permitted WebAssembly", async () => {
  const conferenceId = await createConference(1);
  const { token } = await createBadgeWearer(conferenceId);
  const { page, context, complaints } = await openDesk({
    conferenceId,
    flags: buildCameraFlags(token),
    browser: { permissions: ["camera"] },
  });
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const isPageAllowed = await page.evaluate(() =>
    WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(
      () => true,
      () => false,
    ),
  );
  expect(isPageAllowed).toBe(false);
  expect(complaints.splice(0).every((each) => each.includes("Content Security Policy"))).toBe(true);

  await context.setOffline(true);
  await waitUntilOffline(page);
  await page.getByRole("button", { name: desk.en.desk.camera.open }).click();
  await page.locator(".verdict.good").waitFor();
  // The badge is still in front of the camera: that is the same scan.
  await page.waitForTimeout(2_000);
  expect(await page.locator(".verdict").getAttribute("class")).toBe("verdict good");
  await page.getByText("1 scan to send").waitFor();
  await page.getByRole("button", { name: desk.en.desk.camera.close }).click();
  expect(await page.locator("video").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("without a camera the page tells the operator what to do", async () => {
  const { page } = await openDesk({ conferenceId: await createConference(1) });
  await page.getByRole("button", { name: desk.en.desk.camera.open }).click();
  await page.getByText(desk.en.desk.camera.denied).waitFor();
});
