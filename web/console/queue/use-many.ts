import { useState } from "preact/hooks";
import type { Decision } from "#shared/domain/accreditation.ts";
import type { AnswerOf } from "../../api/client.ts";
import { useAction } from "../../kit/use-async.ts";
import { useOffice } from "../office.ts";

/** So many at a time, that one sees it go on and no answer takes long. */
const chunk = 20;

export type Result = AnswerOf<"decideMany">["items"][number];

/** The same decision on many, in the order given; what was decided before a failure stands, and isn't sent again. */
export function useMany(registrationIds: readonly string[]) {
  const { ask, settings } = useOffice();
  const [results, setResults] = useState<readonly Result[]>([]);
  const { error, run } = useAction();
  const send = ({ fields, ...decision }: Decision) =>
    run(async () => {
      let all = results;
      while (all.length < registrationIds.length) {
        const next = registrationIds.slice(all.length, all.length + chunk);
        const body = { ...decision, ...(fields && { fields: [...fields] }), registrationIds: next };
        const { items } = await ask("decideMany", { params: { conferenceId: settings.conferenceId }, body });
        all = [...all, ...items];
        setResults(all);
      }
    });
  return { results, error, send };
}
