import * as z from "zod/mini";
import { email, httpAddress, id, language, localizedLine, storedText } from "#shared/contracts/fields.ts";
import { posterPapers } from "#shared/model/branding.ts";

/** What a request leaves out stays as it is; `null` takes a part away. */
export const brandingRequest = z.strictObject({
  /** An upload of the kind `logo`. */
  logo: z.optional(z.nullable(id)),
  /** A colour with too little contrast is replaced by the nearest one that passes WCAG 2.2 AA. */
  colour: z.optional(z.nullable(z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/)))),
  name: z.optional(z.nullable(localizedLine(120))),
  contact: z.optional(z.nullable(email)),
  website: z.optional(z.nullable(httpAddress)),
});

const modePalette = z.object({ accent: z.string(), strong: z.string(), tint: z.string() });

export const brandingResponse = z.object({
  version: z.int(),
  logo: z.optional(id),
  /** The path of the picture below the address of the site. */
  logoPath: z.optional(z.string()),
  colour: z.optional(z.string()),
  /** The colours of the pages, in light mode and in dark mode. */
  palette: z.optional(z.object({ light: modePalette, dark: modePalette })),
  name: z.optional(storedText),
  contact: z.optional(z.string()),
  website: z.optional(z.string()),
});

/** The language and the paper of a poster. */
export const posterQuery = z.strictObject({
  language: z._default(language, "en"),
  paper: z._default(z.enum(posterPapers), "a4"),
});
