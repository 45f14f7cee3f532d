import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { wearer } from "../system/gate-desk.ts";
import { finds } from "../system/people.ts";
import { asDesk, asSecretariat, call, newConference } from "../system/system.ts";
import { expectNoViolations } from "./axe.ts";
import { openDesk, readBadge } from "./desk.ts";
import { desk } from "./words.ts";

const said = desk.en.desk;

/** What the page sent to the printer: the frame's PDF, and whether the dialog for printing was opened. */
declare global {
  var printed: string[];
}

/** The dialog of the machine is none of the page's; that the page opens it over a PDF is. */
const catchPrints = (page: Page) =>
  page.addInitScript(() => {
    globalThis.printed = [];
    const made = new Map<string, Blob>();
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob);
      if (blob instanceof Blob) made.set(url, blob);
      return url;
    };
    const print = async (address: string) => {
      const blob = made.get(address);
      globalThis.printed.push(blob ? `${blob.type} ${(await blob.text()).slice(0, 5)}` : "nothing");
    };
    Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
      get(this: HTMLIFrameElement) {
        return { focus: () => undefined, print: () => void print(this.src) };
      },
    });
  });

const prints = (page: Page) => page.evaluate(() => globalThis.printed);

describe("at the desk", () => {
  test("somebody is found by name, gets their badge on paper, and a new one kills it", async () => {
    const conferenceId = await newConference(3);
    const { token, registrationId } = await wearer(conferenceId, {}, { givenName: "Aïssatou", familyName: "Mbengue" });
    await finds(conferenceId, "Mbengue", [registrationId], asDesk);
    const { page, complaints } = await openDesk({ conferenceId, prepare: catchPrints });
    await page.getByRole("button", { name: said.find.open }).click();
    await page.getByLabel(said.find.text).fill("aissatou");
    await page.keyboard.press("Enter");
    await page.getByText("Aïssatou Mbengue").waitFor();
    expect(await page.getByRole("dialog").textContent()).not.toContain("example.org");
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Print badge: Aïssatou Mbengue" }).click();
    await expect.poll(() => prints(page), { timeout: 30_000 }).toEqual(["application/pdf %PDF-"]);

    await page.getByRole("button", { name: "New badge: Aïssatou Mbengue" }).click();
    await page.getByRole("radio", { name: said.find.damaged }).check();
    await expectNoViolations(page);
    await page.getByRole("group").getByRole("button", { name: said.find.reprint, exact: true }).click();
    await page.getByText("Badge 2").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await readBadge(page, token)).toBe("bad");
    expect(await page.locator(".why").textContent()).toBe("This badge was replaced by number 2.");
    const { body } = await call(`/v1/registrations/${registrationId}/badge-code`, asDesk());
    expect(await readBadge(page, body.token)).toBe("good");
    expect(complaints).toEqual([]);
  });

  test("the secretariat registers somebody who comes unannounced, until the room is full", async () => {
    const conferenceId = await newConference(1);
    const { page, complaints } = await openDesk({
      conferenceId,
      email: "secretariat@palais.local",
      prepare: catchPrints,
    });
    const open = page.getByRole("button", { name: said.walkIn.open });
    await open.click();
    const dialog = page.getByRole("dialog");
    const go = dialog.getByRole("button", { name: said.walkIn.go });
    await go.click();
    await dialog.getByRole("alert").waitFor();
    await expectNoViolations(page);
    const fill = async (familyName: string) => {
      await dialog.getByLabel(desk.en.field.person_familyName).fill(familyName);
      await dialog.getByLabel(desk.en.field.person_email).fill(`${familyName}.${Date.now()}@example.org`);
      await dialog.getByRole("combobox", { name: desk.en.field.person_nationality }).fill("Senegal");
      await dialog.getByRole("option", { name: "Senegal" }).click();
      await dialog.getByLabel(desk.en.field.category).selectOption("media");
      await go.click();
    };
    await fill("Ndoye");
    await dialog.getByText("Ndoye is registered. The badge is being printed.").waitFor();
    await expect.poll(() => prints(page), { timeout: 30_000 }).toEqual(["application/pdf %PDF-"]);
    await fill("Gaye");
    await dialog.getByText("Gaye is registered and approved, and waits for a place.", { exact: false }).waitFor();
    expect(await prints(page)).toHaveLength(1);

    const { body } = await call(`/v1/conferences/${conferenceId}/registrations`, asSecretariat());
    const came = body.items.map(({ accreditation, seat }) => [accreditation, seat]).toSorted();
    expect(came).toEqual([
      ["approved", "held"],
      ["approved", "waiting"],
    ]);
    expect(complaints).toEqual([]);
  });

  test("who only works at the entry desk is offered no walk-in", async () => {
    const { page } = await openDesk({ conferenceId: await newConference(1) });
    expect(await page.getByRole("button", { name: said.find.open }).count()).toBe(1);
    expect(await page.getByRole("button", { name: said.walkIn.open }).count()).toBe(0);
  });
});
