import * as z from "zod/mini";
import {
  category,
  id,
  language,
  localizedLine,
  localizedParagraphs,
  singlePage,
  storedText,
  uniqueItems,
  wholeNumber,
} from "#shared/contracts/fields.ts";

const audience = z.union([
  z.enum(["everyone", "confirmed"]),
  z.array(category).check(z.minLength(1), z.maxLength(60), uniqueItems()),
]);

/** What a request leaves out stays as it is; `null` takes a part away. */
export const pageRequest = z.strictObject({
  summary: z.optional(z.nullable(localizedParagraphs(600))),
  /** Markdown without HTML and pictures. */
  practical: z.optional(z.nullable(localizedParagraphs(20_000))),
  /** Whether the public list shows the conference. */
  listed: z.optional(z.boolean()),
  files: z.optional(
    z.nullable(
      z.array(z.strictObject({ title: localizedLine(200), uploadId: id, audience })).check(
        z.maxLength(20),
        uniqueItems(({ uploadId }) => uploadId),
      ),
    ),
  ),
  list: z.optional(z.nullable(z.strictObject({ audience, version: wholeNumber(1, 99_999) }))),
});

const audienceResponse = z.union([z.string(), z.array(z.string())]);

/** Text in one style. `href` is an address of the web or of an email. */
const span = z.object({
  text: z.string(),
  isStrong: z.optional(z.literal(true)),
  isEmphasized: z.optional(z.literal(true)),
  href: z.optional(z.string()),
});

/**
 * A block of a text that was Markdown. `level`: of a heading, from 2; of a list item, how deep it is nested. The cells are
 * those of a row of a table.
 */
const block = z.object({
  type: z.enum(["heading", "paragraph", "item", "quote", "row", "rule"]),
  level: z.optional(z.int()),
  isOrdered: z.optional(z.boolean()),
  spans: z.array(span),
  cells: z.optional(z.array(z.array(span))),
});
export type TextBlocks = z.infer<typeof block>[];
export type StyledText = z.infer<typeof span>;

export const pageResponse = z.object({
  version: z.int(),
  summary: z.optional(storedText),
  practical: z.optional(storedText),
  /** The practical information in the language of `Accept-Language`, to be shown without a parser. */
  content: z.optional(z.array(block)),
  listed: z.boolean(),
  /** Those that the caller may open. */
  files: z.array(
    z.object({
      title: storedText,
      uploadId: id,
      audience: audienceResponse,
      fileType: z.string(),
      /** In bytes. */
      size: z.int(),
    }),
  ),
  /** Present if the caller may open it. */
  list: z.optional(z.object({ audience: audienceResponse, version: z.int() })),
});

export const pageFileResponse = z.object({ url: z.string(), expiresAt: z.string() });

export const publishedListQuery = z.strictObject({ language: z._default(language, "en") });

export const publicConferencesResponse = singlePage(
  z.object({
    conferenceId: z.string(),
    title: z.record(z.string(), z.string()),
    startsOn: z.string(),
    endsOn: z.string(),
    venue: z.object({ name: z.string(), city: z.string(), country: z.string() }),
    registration: z.enum(["open", "closed"]),
    summary: z.optional(storedText),
    organization: z.optional(storedText),
  }),
);
