import { everyPage } from "../../api/every-page.ts";
import { useLoaded } from "../../kit/use-async.ts";
import { nameOf } from "../names.ts";
import { useOffice } from "../office.ts";
import type { InLine } from "./foresee.ts";

/** So many of the line are looked at: more than a limit is ever raised by at once. */
const most = 500;

export interface LineWithNames {
  readonly line: readonly InLine[];
  readonly names: ReadonlyMap<string, string>;
}

/** The line in its order, with the delegations and names of those who wait for a seat. */
export function useLine() {
  const { ask, settings } = useOffice();
  const params = { conferenceId: settings.conferenceId };
  return useLoaded(
    async (signal): Promise<LineWithNames> => {
      const [line, waiting] = await Promise.all([
        everyPage((cursor) => ask("readWaitingList", { params, query: { limit: 100, cursor }, signal }), most),
        everyPage(
          (cursor) => ask("listRegistrations", { params, query: { seat: "waiting", limit: 100, cursor }, signal }),
          most,
        ),
      ]);
      const people = new Map(waiting.map((each) => [each.registrationId, each]));
      return {
        line: line.map((each) => ({ ...each, delegationId: people.get(each.registrationId)?.delegationId })),
        names: new Map(waiting.map((each) => [each.registrationId, nameOf(each)])),
      };
    },
    [settings.conferenceId, ask],
  );
}
