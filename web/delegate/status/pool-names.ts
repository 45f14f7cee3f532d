import { textIn } from "../../i18n/words.tsx";
import type { ConferenceAnswer } from "../use-conference.ts";

interface Spoken {
  readonly find: (key: string, values?: Readonly<Record<string, string | number>>) => string | undefined;
  readonly language: string;
}

/** What holds somebody back, such as `category:ngo`, by the names it has at the conference. */
export function poolNames(
  pools: readonly string[],
  conference: ConferenceAnswer | undefined,
  { find, language }: Spoken,
) {
  return pools.map((pool) => {
    const [kind = "", name = ""] = pool.split(":");
    const texts =
      kind === "category"
        ? conference?.categories.find(({ category }) => category === name)?.title
        : conference?.sessions.find(({ sessionId }) => sessionId === name)?.title;
    return find(`pool.${kind}`, { title: texts ? textIn(texts, language) : name }) ?? pool;
  });
}
