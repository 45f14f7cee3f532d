import type { BadgeField } from "#shared/domain/badge-layout.ts";
import type { HanStyle } from "./text/families.ts";

/** All that stands on one badge. */
export interface BadgeFacts {
  /** What each field says; absent where the person has nothing for it. */
  readonly texts: Readonly<Partial<Record<BadgeField, string>>>;
  /** Of the category, `#rrggbb`. Its name stands on it, for not everybody sees the colour. */
  readonly colour: string;
  /** The signed token, for the code. */
  readonly token: string;
  /** A JPEG, three wide and four high. */
  readonly photo?: Uint8Array;
  readonly han: HanStyle;
  /** Of the language that the badge is in, and so the side at which its texts begin. */
  readonly direction: "ltr" | "rtl";
}
