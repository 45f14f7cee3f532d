import type { BrowserContextOptions } from "playwright-core";
import { createFreshSignIn } from "../../system/support/id-token.ts";
import { openVisitor, type Visitor } from "./browser.ts";

/**
 * A member of staff in a desktop browser, signed in with a token in the page's storage.
 * @param undoTime in seconds; "0" carries decisions out at once, so that a test sees what follows from them
 */
export async function openStaffVisitor(
  group: "secretariat" | "reviewer" = "secretariat",
  options: BrowserContextOptions = {},
  undoTime = "0",
): Promise<Visitor> {
  const visitor = await openVisitor({ locale: "en", viewport: { width: 1440, height: 900 }, ...options });
  const tokens = JSON.stringify({ idToken: await createFreshSignIn(group), refreshToken: "" });
  await visitor.context.addInitScript((kept) => sessionStorage.setItem("palais.staff", kept), tokens);
  await visitor.context.addInitScript((kept) => localStorage.setItem("palais.undo-time", kept), undoTime);
  return visitor;
}
