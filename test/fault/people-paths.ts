import type { CommandStore } from "#shared/commands/command-store.ts";
import { loadBeside } from "#shared/store/beside.ts";
import { indexPerson, isIndexed } from "#shared/store/index-people.ts";
import { keepProposal } from "#shared/store/proposals.ts";
import { loadRegistration } from "#shared/store/registrations.ts";
import { apply, openHall } from "../support/hall.ts";
import type { Path } from "./scene.ts";

const deadline = () => Date.now() + 2_000;

/** Three registrations of one name and day of birth, each under an address of its own. */
async function doubles(direct: CommandStore) {
  const conferenceId = await openHall(direct, 5);
  const person = { givenName: "Same", familyName: "Person", birthDate: "1980-01-01" };
  const ids: string[] = [];
  for (const _ of [1, 2, 3]) ids.push((await apply(direct, conferenceId, {}, person)).id);
  return { conferenceId, ids };
}

const besideOf = async (direct: CommandStore, id: string) =>
  (await loadBeside(direct, [await loadRegistration(direct, id)])).get(id);

/** The same person three times, indexed at the same moment: in the end each is flagged with both others. */
const peopleIndex: Path = async (direct) => {
  const { conferenceId, ids } = await doubles(direct);
  const deeds = ids.map((id) => ({
    run: (table: CommandStore) => indexPerson(table, id, deadline()),
    isDone: () => isIndexed(direct, id),
    comesAgain: true,
  }));
  const wrongs = async () => {
    const alike = await Promise.all(ids.map(async (id) => (await besideOf(direct, id))?.alike.length));
    return alike.every((count) => count === 2) ? [] : [`flagged with ${alike.join(", ")} others`];
  };
  return { conferenceId, deeds, wrongs };
};

/** Three reviewers propose at the same moment: no proposal is lost. */
const proposals: Path = async (direct) => {
  const { conferenceId, ids } = await doubles(direct);
  const [id = ""] = ids;
  const deeds = ["one", "two", "three"].map((by) => ({
    run: (table: CommandStore) => {
      const proposal = { decision: "approve", by, at: new Date().toISOString() } as const;
      return keepProposal(table, id, proposal, () => undefined, deadline());
    },
    isDone: async () => (await besideOf(direct, id))?.proposals.some((each) => each.by === by) ?? false,
  }));
  return { conferenceId, deeds };
};

export const peoplePaths = { "index of people": peopleIndex, proposals } satisfies Record<string, Path>;
