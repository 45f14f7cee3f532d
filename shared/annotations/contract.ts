import * as z from "zod/mini";
import { email, id, multiLine, page, singleLine, singlePage, uniqueItems } from "#shared/contracts/fields.ts";
import { foldTag } from "./annotations.rules.ts";

export const noteRequest = z.strictObject({ text: multiLine(2000).check(z.minLength(1)) });

/** A note by the identifier of its author. Of a protected person, only the readers get the text. */
export const noteResponse = z.object({ noteId: id, at: z.string(), by: z.string(), text: z.optional(z.string()) });

export const noteListResponse = page(noteResponse);

/** The tags of a registration, in their order. They replace the former ones. */
export const tagsRequest = z.strictObject({
  tags: z.array(singleLine(40)).check(z.maxLength(20), uniqueItems(foldTag)),
});

/** The address of a member of staff of the conference; `null`: the registration is not assigned. */
export const assigneeRequest = z.strictObject({ email: z.nullable(email) });

/** The tags in use, by name. The queue is filtered by `tagId`, so that no address contains a tag. */
export const tagListResponse = singlePage(z.object({ tagId: id, tag: z.string() }));
