import type { AnswerOf } from "../../api/client.ts";

/** A version of the list that was kept. */
export type Version = AnswerOf<"listListVersions">["items"][number];
