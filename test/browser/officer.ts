import type { BrowserContextOptions } from "playwright-core";
import { signedInAnew } from "../system/id-token.ts";
import { somebody, type Visitor } from "./browser.ts";

/** A member of staff at a desk, signed in as the page keeps it. */
export async function officer(
  group: "secretariat" | "reviewer" = "secretariat",
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const visitor = await somebody({ locale: "en", viewport: { width: 1440, height: 900 }, ...options });
  const tokens = JSON.stringify({ idToken: await signedInAnew(group), refreshToken: "" });
  await visitor.context.addInitScript((kept) => sessionStorage.setItem("palais.staff", kept), tokens);
  return visitor;
}
