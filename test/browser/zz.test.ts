import { test } from "vitest";
import { wearer } from "../system/gate-desk.ts";
import { decide, newConference } from "../system/system.ts";
import { desk, isOffline, openDesk, readBadge } from "./desk.ts";

test("pictures", async () => {
  const conferenceId = await newConference(8, {
    venue: { name: "CICG", city: "Geneva", country: "CHE", capacity: 300 },
  });
  const a = await wearer(
    conferenceId,
    { organization: "Association of Port Cities", category: "member-state" },
    { givenName: "Aïssatou", familyName: "Ndiaye" },
  );
  const b = await wearer(
    conferenceId,
    { organization: "World Press Institute" },
    { givenName: "Tomás", familyName: "Herrera" },
  );
  const c = await wearer(
    conferenceId,
    { organization: "منظمة المدن العربية" },
    { givenName: "أمينة", familyName: "الخطيب" },
  );
  const { page, context } = await openDesk({ conferenceId, gate: "Main entrance", email: "secretariat@palais.local" });
  await page.screenshot({ path: "/tmp/d-idle.png" });
  await readBadge(page, a.token);
  await page.screenshot({ path: "/tmp/d-admit.png" });
  await context.setOffline(true);
  await isOffline(page);
  await readBadge(page, b.token);
  await page.screenshot({ path: "/tmp/d-offline-admit.png" });
  await readBadge(page, b.token);
  await page.screenshot({ path: "/tmp/d-refuse-offline.png" });
  await context.setOffline(false);
  await page.waitForTimeout(1500);
  await page.getByRole("button", { name: desk.en.desk.walkIn.open }).click();
  await page.waitForTimeout(400);
  await page.screenshot({ path: "/tmp/d-walkin.png" });
  const ar = await openDesk({ conferenceId, gate: "المدخل الرئيسي", language: "ar" });
  await readBadge(ar.page, c.token);
  await ar.page.screenshot({ path: "/tmp/d-ar.png" });
  await readBadge(ar.page, c.token);
  await ar.page.screenshot({ path: "/tmp/d-ar-refuse.png" });
  const phone = await openDesk({
    conferenceId,
    gate: "Phone",
    language: "ru",
    browser: { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
  });
  await readBadge(phone.page, a.token);
  await phone.page.screenshot({ path: "/tmp/d-phone.png" });
  const forced = await openDesk({ conferenceId, gate: "Forced", language: "fr", browser: { forcedColors: "active" } });
  await readBadge(forced.page, a.token);
  await forced.page.screenshot({ path: "/tmp/d-forced.png" });
  // printing
  page.on("console", (m) => console.log("console", m.text()));
  page.on("pageerror", (m) => console.log("error", String(m)));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: desk.en.desk.find.open }).click();
  await page.getByLabel(desk.en.desk.find.text).fill("Herrera");
  await page.keyboard.press("Enter");
  await page.getByText("Tomás").first().waitFor();
  await page.screenshot({ path: "/tmp/d-find.png" });
  await page.getByRole("button", { name: /Print the badge/ }).click();
  await page.waitForTimeout(4000);
  console.log(
    await page.evaluate(() => {
      const f = document.querySelector("iframe");
      return [f?.src, f?.contentDocument?.contentType, f?.contentDocument?.body?.innerHTML?.slice(0, 300)];
    }),
  );
});
