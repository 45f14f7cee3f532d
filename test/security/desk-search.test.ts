import { expect, test } from "vitest";
import type { Registration } from "#shared/model/registration.ts";
import { indexRegistration } from "#shared/search/search-index.repository.ts";
import { listSearchWords } from "#shared/search/search-terms.ts";
import { findPeople, parseSearchQuery } from "../../functions/people-search/find-people.repository.ts";
import { useHandlers } from "../support/protection.ts";
import { applyToConference, getDeadline, openHall } from "../support/test-commands.ts";

const place = useHandlers();

test("neither place nor cursor of a search depends on words by which the caller finds no one", async () => {
  const { table } = place.started;
  const conferenceId = await openHall(table, 9);
  const register = async (givenName: string, organization: string) => {
    const { id } = await applyToConference(table, conferenceId, { organization }, { givenName, familyName: "Zeta" });
    await indexRegistration(table, id, getDeadline());
    return id;
  };
  const [maria, marcus] = [await register("Maria", "Mango"), await register("Marcus", "Penicillin")];
  const words = new Set(["mango", "penicillin"]);
  const listWords = (registration: Registration) =>
    listSearchWords(registration).filter(({ term }) => !words.has(term));
  const search = async (text: string, after?: string) => {
    const query = parseSearchQuery(text);
    if (!query) throw new Error("no query");
    const page = await findPeople(table, conferenceId, { ...query, listWords }, after, 1, getDeadline());
    return { ids: page.registrations.map(({ registrationId }) => registrationId), next: page.next };
  };
  const first = await search("ma");
  expect(first).toEqual({ ids: [marcus], next: `ma#marcus#${marcus}` });
  expect(await search("ma", first.next ?? "")).toEqual({ ids: [maria], next: null });
  expect(await search("pe")).toEqual({ ids: [], next: null });
});
