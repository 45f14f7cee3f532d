import { describe, expect, test } from "vitest";
import type { Language } from "#shared/domain/conference.ts";
import { wearer } from "../system/gate-desk.ts";
import { decide, newConference } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { expectNoSidewaysScroll, type somebody } from "./browser.ts";
import { isOffline, isOnline, openDesk, readBadge, scan, signIn } from "./desk.ts";

/** What was played, by frequency; the first note tells one verdict from the other. */
declare global {
  var played: number[];
}

import { languagesInBrowser } from "../support/full-run.ts";
import { picture } from "./picture.ts";
import { desk } from "./words.ts";

const listen = () => {
  globalThis.played = [];
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function play(this: OscillatorNode, when?: number) {
    globalThis.played.push(this.frequency.value);
    start.call(this, when);
  };
};

describe("a badge at the desk", () => {
  test("is seen and heard: who may come in, who may not, and why", async () => {
    const conferenceId = await newConference(3);
    const [good, revoked] = await Promise.all([
      wearer(conferenceId, { organization: "Cities Alliance" }, { familyName: "Ndiaye" }),
      wearer(conferenceId),
    ]);
    await decide(revoked.registrationId, "revoke");
    const { page, complaints } = await openDesk({ conferenceId, prepare: (opened) => opened.addInitScript(listen) });
    expect(await readBadge(page, good.token)).toBe("good");
    const sign = page.getByRole("status").filter({ hasText: desk.en.desk.admit });
    expect(await sign.textContent()).toMatch(/Ndiaye.*Cities Alliance.*Non-governmental organizations/s);
    expect(await page.locator(".desk-inside strong").textContent()).toBe("1");
    const ground = () => page.locator(".desk-main").evaluate((main) => getComputedStyle(main).backgroundColor);
    const green = await ground();
    const high = await page.evaluate(() => globalThis.played.splice(0));

    expect(await readBadge(page, good.token)).toBe("bad");
    expect(await sign.count()).toBe(0);
    expect(await page.locator(".why").textContent()).toMatch(/inside since \d\d:\d\d.*, by Gate A/);
    expect(await ground()).not.toBe(green);
    const low = await page.evaluate(() => globalThis.played.splice(0));
    expect(Math.min(...high)).toBeGreaterThan(2 * Math.max(...low));

    await page.getByRole("button", { name: desk.en.desk.mute }).click();
    expect(await readBadge(page, revoked.token)).toBe("bad");
    expect(await page.locator(".why").textContent()).toBe(desk.en.gate.revoked);
    expect(await readBadge(page, "SOMETHING ELSE")).toBe("bad");
    expect(await page.locator(".why").textContent()).toBe(desk.en.gate.forged);
    expect(await page.evaluate(() => globalThis.played)).toEqual([]);

    await page.getByRole("radio", { name: desk.en.desk.out }).check();
    expect(await readBadge(page, good.token)).toBe("good");
    expect(await page.locator(".word").textContent()).toBe(desk.en.desk.admitOut);
    expect(await page.locator(".desk-inside strong").textContent()).toBe("0");
    expect(complaints).toEqual([]);
  });

  test("is read wherever the focus is: after a click, on a button, after a dialog", async () => {
    const conferenceId = await newConference(1);
    const { token } = await wearer(conferenceId);
    const { page } = await openDesk({ conferenceId });
    await page.clock.install();
    const read = async () => {
      for (const letter of [...token, "Enter"]) await page.keyboard.press(letter === " " ? "Space" : letter);
      await page.locator(".verdict").waitFor();
      // A verdict stands for some seconds.
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
});

describe("without a network", () => {
  test("the desk opens, in any language, and takes everything with it at sign-out", async () => {
    const conferenceId = await newConference(2);
    const { token } = await wearer(conferenceId);
    const { page, context, complaints } = await openDesk({ conferenceId });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await context.setOffline(true);
    await page.reload();
    await isOffline(page);
    expect(await readBadge(page, token)).toBe("good");
    await page.getByLabel(desk.en.frame.language).selectOption("ru");
    await page.getByText(desk.ru.desk.alone).waitFor();
    await page.reload();
    await isOffline(page);
    expect(await readBadge(page, token)).toBe("bad");
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
    expect(left).toEqual({ databases: [], session: [], local: ["palais.language"] });
    expect(complaints).toEqual([]);
  });

  test("whoever's session ended goes on reading, and is told to sign in once the network is back", async () => {
    const conferenceId = await newConference(2);
    const { token } = await wearer(conferenceId);
    const { page, context } = await openDesk({ conferenceId });
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await context.setOffline(true);
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await isOffline(page);
    expect(await readBadge(page, token)).toBe("good");
    await context.setOffline(false);
    await page.getByRole("button", { name: desk.en.desk.signInAgain }).click();
    await signIn(page, "en");
    await isOnline(page);
    await page.getByText("Nothing to send").waitFor();
    expect(await readBadge(page, token)).toBe("bad");
  });
});

describe("each state of the desk", () => {
  /** The states by what is to be seen in them. */
  async function everyState(language: Language, look: (state: string) => Promise<void>) {
    const conferenceId = await newConference(3);
    const { token } = await wearer(conferenceId);
    const said = desk[language].desk;
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
    await readBadge(page, token);
    await look("admitted");
    await readBadge(page, token);
    await look("refused");
    for (const open of [said.find.open, said.walkIn.open, said.camera.open]) {
      await page.getByRole("button", { name: open }).click();
      await page.waitForTimeout(100);
      await look(open);
      await page.keyboard.press("Escape");
    }
    await context.setOffline(true);
    await isOffline(page);
    await look("offline");
    await context.setOffline(false);
    await page.getByRole("button", { name: said.setUp.change }).click();
    await page.getByRole("heading", { name: said.setUp.title }).waitFor();
    await look("set up");
    expect(complaints).toEqual([]);
  }
  const states: { page?: Awaited<ReturnType<typeof somebody>>["page"] } = {};

  test.each(languagesInBrowser)("%s: axe finds nothing, and 320 pixels are wide enough", async (language) => {
    await everyState(language, async (state) => {
      if (!states.page) throw new Error("no page");
      if (state === "admitted") await picture(states.page, "desk", language, "tablet");
      await expectNoViolations(states.page);
      await expectNoSidewaysScroll(states.page);
    });
  });
});

test("the keyboard alone is enough to set the desk up, change its direction, find somebody and sign out", async () => {
  const conferenceId = await newConference(1);
  const said = desk.en.desk;
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
  await tabTo(said.setUp.change);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: said.setUp.title }).waitFor();
  await tabTo(said.setUp.gate);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("North door");
  await page.keyboard.press("Enter");
  await page.getByText("North door").waitFor();
  await isOnline(page);
  await tabTo(said.in);
  await page.keyboard.press("ArrowRight");
  expect(await page.getByRole("radio", { name: said.out }).isChecked()).toBe(true);
  // A choice gives the focus back to where the scanner types, a moment later.
  await page.locator("#capture:focus").waitFor();
  await scan(page, "NOT A BADGE");
  await page.locator(".verdict.bad").waitFor();
  await tabTo(said.find.open);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(said.find.text);
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await page.getByText(said.find.none).waitFor();
  await page.keyboard.press("Escape");
  await tabTo(desk.en.frame.signOut);
  await page.keyboard.press("Enter");
  await tabTo(said.leave.yes);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: desk.en.staff.title }).waitFor();
});
