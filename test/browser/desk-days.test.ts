import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { createBadgeWearer, fetchHeadcount, readIncidents } from "../system/support/gate-desk.ts";
import { createConference, postDecision } from "../system/support/system.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openDesk, scanBadge, waitUntilOffline, waitUntilOnline } from "./support/desk.ts";
import { pressKey } from "./support/keyboard.ts";
import { desk } from "./support/words.ts";

const texts = desk.en.desk;

describe("a conference of two days at a desk", () => {
  test("lets a person who was not scanned out enter on the next day, across a change of clocks, without a network", async () => {
    const conferenceId = await createConference(1, { timeZone: "America/New_York", dayEndsAt: "01:30" });
    const { token } = await createBadgeWearer(conferenceId);
    const { page, context, complaints } = await openDesk({ conferenceId });
    const inside = page.locator(".desk-inside strong");
    await context.setOffline(true);
    await waitUntilOffline(page);
    // On 7 November 2027 the clocks of New York go back at 02:00: 01:30 is shown twice, at 05:30 and 06:30 UTC.
    await page.clock.setFixedTime("2027-11-06T20:00:00Z");
    expect(await scanBadge(page, token)).toBe("good");
    expect(await inside.textContent()).toBe("1");
    await page.clock.setFixedTime("2027-11-07T06:29:59Z");
    expect(await scanBadge(page, token)).toBe("bad");
    await page.clock.setFixedTime("2027-11-07T06:30:10Z");
    expect(await scanBadge(page, token)).toBe("good");
    expect(await inside.textContent()).toBe("1");
    expect(complaints).toEqual([]);
  });
});

/** Admits with a reason, with the keyboard alone. */
async function overrideByKeyboard(page: Page, reason: string): Promise<void> {
  await pressKey(page.getByRole("button", { name: texts.override.open }));
  await page.getByRole("dialog").getByLabel(texts.override.reason).waitFor();
  await expectNoViolations(page);
  await pressKey(page.getByLabel(texts.override.reason));
  await page.getByText(texts.setUp.needed).waitFor();
  await page.keyboard.type(reason);
  await page.keyboard.press("Enter");
  await page.locator(".verdict.good").waitFor();
}

test("the operator admits in spite of a re-entry, with and without a network, and each is an incident", async () => {
  const conferenceId = await createConference(2);
  const [one, revoked] = [await createBadgeWearer(conferenceId), await createBadgeWearer(conferenceId)];
  await postDecision(revoked.registrationId, "revoke");
  const { page, context, complaints } = await openDesk({ conferenceId });
  expect(await scanBadge(page, one.token)).toBe("good");
  expect(await scanBadge(page, revoked.token)).toBe("bad");
  expect(await page.getByRole("button", { name: texts.override.open }).count()).toBe(0);
  expect(await scanBadge(page, one.token)).toBe("bad");
  await overrideByKeyboard(page, "Left by the garden");
  await page.getByRole("button", { name: "1 to review" }).waitFor();
  await context.setOffline(true);
  await waitUntilOffline(page);
  expect(await scanBadge(page, one.token)).toBe("bad");
  await overrideByKeyboard(page, "Once more");
  await context.setOffline(false);
  await waitUntilOnline(page);
  await page.getByRole("button", { name: "2 to review" }).click();
  await page.getByRole("row", { name: /Left by the garden/ }).waitFor();
  await page.getByRole("row", { name: /Once more/ }).waitFor();
  const { items } = await readIncidents(conferenceId);
  expect(items.map(({ reason, override }) => [reason, override?.reason])).toEqual([
    ["already-inside", "Left by the garden"],
    ["already-inside", "Once more"],
  ]);
  expect((await fetchHeadcount(conferenceId)).inside).toBe(1);
  expect(complaints).toEqual([]);
});

describe("a scanner that types on a device with another keyboard", () => {
  const usKeys: Readonly<Record<string, string>> = {
    " ": "Space",
    $: "Digit4",
    "%": "Digit5",
    "*": "Digit8",
    "+": "Equal",
    "-": "Minus",
    ".": "Period",
    "/": "Slash",
    ":": "Semicolon",
  };
  /** What a layout types instead of a character; a dead key types nothing at first. */
  const layouts: Readonly<Record<string, (character: string) => string>> = {
    "Caps Lock": (character) => character.toLowerCase(),
    "French AZERTY": translate("AQZWM0123456789$%*-./:", "QAWZ?à&é\"'(-è_ç458):!M"),
    "German QWERTZ": translate("YZ*+-/:", "ZY( ß-Ö"),
    "Swiss French QWERTZ": translate("YZ$*-/:", "ZYç('-ö"),
    Cyrillic: translate("ABCDEFGHIJKLMNOPQRSTUVWXYZ$./:", "ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ;ю.Ж"),
    Arabic: translate("ABCDEFGHIJKLMNOPQRSTUVWXYZ./", "ِلأ}]ُ[لأأ÷ـ،/’آ×؛ٌٍَلإ‘{ًْإ~زظ"),
  };

  function translate(from: string, to: string): (character: string) => string {
    const target = [...to];
    return (character) => (from.includes(character) ? (target[from.indexOf(character)] ?? "") : character);
  }

  test.each(Object.keys(layouts))("%s: is read all the same", async (name) => {
    const conferenceId = await createConference(1);
    const { token } = await createBadgeWearer(conferenceId);
    const { page } = await openDesk({ conferenceId });
    const session = await page.context().newCDPSession(page);
    const type = layouts[name] ?? String;
    for (const character of token) {
      const code = usKeys[character] ?? (/\d/.test(character) ? `Digit${character}` : `Key${character}`);
      const modifiers = /[A-Z$%*+:]/.test(character) ? 8 : 0;
      const text = type(character);
      await session.send("Input.dispatchKeyEvent", { type: "keyDown", code, key: text, text, modifiers });
      await session.send("Input.dispatchKeyEvent", { type: "keyUp", code, key: text, modifiers });
    }
    await page.keyboard.press("Enter");
    await page.locator(".verdict.good").waitFor();
    expect((await fetchHeadcount(conferenceId)).inside).toBe(1);
  });

  test("says what is wrong with the keyboard where the code cannot be read", async () => {
    const conferenceId = await createConference(1);
    const { page } = await openDesk({ conferenceId });
    expect(await scanBadge(page, "é".repeat(134))).toBe("bad");
    await page.getByText(texts.keyboard).waitFor();
    expect(await scanBadge(page, "SOMETHING ELSE")).toBe("bad");
    expect(await page.getByText(texts.keyboard).count()).toBe(0);
  });
});

test("a gate changes to another conference that the operator may see, once its scans are sent", async () => {
  const [first, second] = [await createConference(1), await createConference(1)];
  const [one, two] = [await createBadgeWearer(first), await createBadgeWearer(second)];
  const { page } = await openDesk({ conferenceId: first });
  expect(await scanBadge(page, one.token)).toBe("good");
  await page.getByRole("button", { name: texts.setUp.change }).click();
  await page.getByLabel(texts.setUp.conference).selectOption(second);
  await page.getByRole("button", { name: texts.setUp.open }).click();
  await waitUntilOnline(page);
  expect(await page.locator(".desk-inside strong").textContent()).toBe("0");
  expect(await scanBadge(page, two.token)).toBe("good");
  expect(await scanBadge(page, one.token)).toBe("bad");
  await page.reload();
  await waitUntilOnline(page);
  expect(await page.locator(".desk-inside strong").textContent()).toBe("1");
});
