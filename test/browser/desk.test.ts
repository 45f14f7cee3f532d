import { describe, expect, test } from "vitest";
import { badgeTokenLength } from "#shared/badges/token.ts";
import type { Language } from "#shared/model/conference.ts";
import { createBadgeWearer } from "../system/support/gate-desk.ts";
import { createConference, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectNoSidewaysScroll, type openVisitor } from "./support/browser.ts";
import {
  openDesk,
  pressKeysAtOnce,
  scanBadge,
  signInAtDesk,
  typeToken,
  waitUntilOffline,
  waitUntilOnline,
} from "./support/desk.ts";

/** The notes that were played, by frequency; the first note distinguishes the verdicts. */
declare global {
  var played: number[];
}

import { languagesInBrowser } from "../support/full-run.ts";
import { savePicture } from "./support/picture.ts";
import { desk } from "./support/words.ts";

const listen = () => {
  globalThis.played = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function play(this: OscillatorNode, when?: number) {
    globalThis.played.push(this.frequency.value);
    start.call(this, when);
  };
};

describe("a badge at the desk", () => {
  test("shows and plays the verdict: admitted or refused, and why", async () => {
    const conferenceId = await createConference(3);
    const [good, revoked] = await Promise.all([
      createBadgeWearer(conferenceId, { organization: "Cities Alliance" }, { familyName: "Ndiaye" }),
      createBadgeWearer(conferenceId),
    ]);
    await postDecision(revoked.registrationId, "revoke");
    const { page, complaints } = await openDesk({ conferenceId, prepare: (opened) => opened.addInitScript(listen) });
    expect(await scanBadge(page, good.token)).toBe("good");
    const sign = page.getByRole("status").filter({ hasText: desk.en.desk.admit });
    expect(await sign.textContent()).toMatch(/Ndiaye.*Cities Alliance.*Non-governmental organizations/s);
    expect(await page.locator(".desk-inside strong").textContent()).toBe("1");
    const ground = () => page.locator(".desk-main").evaluate((main) => getComputedStyle(main).backgroundColor);
    const green = await ground();
    const high = await page.evaluate(() => globalThis.played.splice(0));

    expect(await scanBadge(page, good.token)).toBe("bad");
    expect(await sign.count()).toBe(0);
    expect(await page.locator(".why").textContent()).toMatch(/inside since \d\d:\d\d.*, through Gate A/);
    expect(await ground()).not.toBe(green);
    const low = await page.evaluate(() => globalThis.played.splice(0));
    expect(Math.min(...high)).toBeGreaterThan(2 * Math.max(...low));

    await page.getByRole("button", { name: desk.en.desk.mute }).click();
    expect(await scanBadge(page, revoked.token)).toBe("bad");
    expect(await page.locator(".why").textContent()).toBe(desk.en.gate.revoked);
    expect(await scanBadge(page, "SOMETHING ELSE")).toBe("bad");
    expect(await page.locator(".why").textContent()).toBe(desk.en.gate.forged);
    expect(await page.evaluate(() => globalThis.played)).toEqual([]);

    await page.getByRole("radio", { name: desk.en.desk.out }).check();
    expect(await scanBadge(page, good.token)).toBe("good");
    expect(await page.locator(".word").textContent()).toBe(desk.en.desk.admitOut);
    expect(await page.locator(".desk-inside strong").textContent()).toBe("0");
    expect(complaints).toEqual([]);
  });

  test("is read wherever the focus is: after a click, on a button, after a dialog", async () => {
    const conferenceId = await createConference(1);
    const { token } = await createBadgeWearer(conferenceId);
    const { page } = await openDesk({ conferenceId });
    await page.clock.install();
    const read = async () => {
      await pressKeysAtOnce(page, [...token, "Enter"]);
      await page.locator(".verdict").waitFor();
      // A verdict is shown for some seconds.
      await page.clock.fastForward(20_000);
      await page.locator(".verdict").waitFor({ state: "detached" });
    };
    await page.locator(".desk-verdict").click();
    await read();
    await page.getByRole("button", { name: desk.en.desk.find.open }).focus();
    await read();
    await page.getByRole("button", { name: desk.en.desk.find.open }).click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("capture");
    await read();
  });

  test("is read whole if its first character is a space, which presses a button only if a person types it", async () => {
    const { page } = await openDesk({ conferenceId: await createConference(1) });
    await page.clock.install();
    const find = page.getByRole("button", { name: desk.en.desk.find.open });
    const dialog = page.getByRole("dialog");
    await find.focus();
    await page.keyboard.press("Space");
    await dialog.waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // Without Enter, only a whole token is read. This one is of no version: a random one could be a valid badge.
    for (const start of [" ", "  "]) {
      await find.focus();
      await pressKeysAtOnce(page, start.padEnd(badgeTokenLength, "0"));
      await page.locator(".verdict.bad").waitFor();
      expect(await dialog.count()).toBe(0);
      await page.clock.fastForward(20_000);
      await page.locator(".verdict").waitFor({ state: "detached" });
    }
  });

  test("is read after a key was pressed by accident", async () => {
    const conferenceId = await createConference(1);
    const { token } = await createBadgeWearer(conferenceId);
    const { page } = await openDesk({ conferenceId });
    await page.clock.install();
    await page.keyboard.press("q");
    await page.clock.fastForward(5000);
    await pressKeysAtOnce(page, token);
    await page.locator(".verdict.good").waitFor();
  });
});

describe("a desk without a network", () => {
  test("opens in each language, and removes its data at sign-out", async () => {
    const conferenceId = await createConference(2);
    const { token } = await createBadgeWearer(conferenceId);
    const { page, context, complaints } = await openDesk({ conferenceId });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await context.setOffline(true);
    await page.reload();
    await waitUntilOffline(page);
    expect(await scanBadge(page, token)).toBe("good");
    await page.getByLabel(desk.en.frame.language).selectOption("ru");
    await page.getByText(desk.ru.desk.alone).waitFor();
    await page.reload();
    await waitUntilOffline(page);
    expect(await scanBadge(page, token)).toBe("bad");
    await page.getByText("1 проход к отправке").waitFor();

    await page.getByRole("button", { name: desk.ru.frame.signOut }).click();
    await page.getByText("1 проход не отправлен и будет потерян.").waitFor();
    await expectNoViolations(page);
    await page.getByRole("dialog").getByRole("button", { name: desk.ru.desk.leave.yes }).click();
    await page.getByRole("heading", { name: desk.ru.staff.title }).waitFor();
    const left = await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      session: Object.keys(sessionStorage),
      local: Object.keys(localStorage),
    }));
    expect(left).toEqual({ databases: [], session: [], local: ["palais.language", "palais.replaced-languages"] });
    expect(complaints).toEqual([]);
  });

  test("continues to scan after the session has ended, and asks for a sign-in once it is online", async () => {
    const conferenceId = await createConference(2);
    const { token } = await createBadgeWearer(conferenceId);
    const { page, context } = await openDesk({ conferenceId });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await context.setOffline(true);
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await waitUntilOffline(page);
    expect(await scanBadge(page, token)).toBe("good");
    await context.setOffline(false);
    await page.getByRole("button", { name: desk.en.desk.signInAgain }).click();
    await signInAtDesk(page, "en");
    await waitUntilOnline(page);
    await page.getByText("Nothing to send").waitFor();
    expect(await scanBadge(page, token)).toBe("bad");
  });
});

describe("each state of the desk", () => {
  /** The states, identified by a visible element. */
  async function visitStates(language: Language, look: (state: string) => Promise<void>) {
    const conferenceId = await createConference(3);
    const { token } = await createBadgeWearer(conferenceId);
    const texts = desk[language].desk;
    const size = { width: 320, height: 640 };
    const secretariat = "secretariat@palais.local";
    const { page, context, complaints } = await openDesk({
      conferenceId,
      language,
      email: secretariat,
      browser: { viewport: size },
      prepare: async (opened) => {
        states.page = opened;
      },
    });
    await look("ready");
    await scanBadge(page, token);
    await look("admitted");
    await scanBadge(page, token);
    await look("refused");
    for (const open of [texts.find.open, texts.walkIn.open, texts.camera.open]) {
      await page.getByRole("button", { name: open }).click();
      await page.waitForTimeout(100);
      await look(open);
      await page.keyboard.press("Escape");
    }
    await context.setOffline(true);
    await waitUntilOffline(page);
    await look("offline");
    await context.setOffline(false);
    await page.getByRole("button", { name: texts.setUp.change }).click();
    await page.getByRole("heading", { name: texts.setUp.title }).waitFor();
    await look("set up");
    expect(complaints).toEqual([]);
  }
  const states: { page?: Awaited<ReturnType<typeof openVisitor>>["page"] } = {};

  test.each(languagesInBrowser)("%s: axe finds no violation, and the page fits 320 pixels", async (language) => {
    await visitStates(language, async (state) => {
      if (!states.page) throw new Error("no page");
      if (state === "admitted") await savePicture(states.page, "desk", language, "tablet");
      await expectNoViolations(states.page);
      await expectNoSidewaysScroll(states.page);
    });
  });
});

test("the keyboard alone can set the desk up, change its direction, find a person and sign out", async () => {
  const conferenceId = await createConference(1);
  const texts = desk.en.desk;
  const { page } = await openDesk({ conferenceId });
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        if (element instanceof HTMLInputElement) return element.labels?.[0]?.textContent;
        return element instanceof HTMLButtonElement ? element.textContent : "";
      });
      if (focused?.trim() === name) return;
    }
    throw new Error(`the keyboard doesn't reach ${name}`);
  };
  await tabTo(texts.setUp.change);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: texts.setUp.title }).waitFor();
  await tabTo(texts.setUp.gate);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("North door");
  await page.keyboard.press("Enter");
  await page.getByText("North door").waitFor();
  await waitUntilOnline(page);
  await tabTo(texts.in);
  await page.keyboard.press("ArrowRight");
  expect(await page.getByRole("radio", { name: texts.out }).isChecked()).toBe(true);
  // After a selection the focus returns to the scanner's field with a short delay.
  await page.locator("#capture:focus").waitFor();
  await typeToken(page, "NOT A BADGE");
  await page.locator(".verdict.bad").waitFor();
  await tabTo(texts.find.open);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(texts.find.text);
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await page.getByText(texts.find.none).waitFor();
  await page.keyboard.press("Escape");
  await tabTo(desk.en.frame.signOut);
  await page.keyboard.press("Enter");
  await tabTo(texts.leave.yes);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: desk.en.staff.title }).waitFor();
});
