import { type Proposal, type Proposals, standingProposals } from "#shared/domain/proposal.ts";
import type { Registration } from "#shared/domain/registration.ts";
import { type Known, likenessOf } from "#shared/domain/same-person.ts";
import { type Key, keys } from "./keys.ts";
import { loadRegistrations } from "./registrations.ts";
import { getItems, type Item, type Table, text } from "./table.ts";

/** What staff see beside a registration: what reviewers propose, and who may be the same person. */
export interface Beside {
  readonly proposals: readonly Proposal[];
  readonly alike: readonly Registration[];
}

/**
 * What stands beside each of these registrations. Who is alike is asked of the index's rows, for whoever compares names
 * needs the tables of all scripts; of the registrations it is asked whether they still stand.
 */
export async function loadBeside(
  table: Table,
  registrations: readonly Registration[],
): Promise<ReadonlyMap<string, Beside>> {
  const wanted = registrations.flatMap(({ registrationId: id }) => [keys.found(id), keys.proposals(id)]);
  const items = await getItems(table, wanted);
  const own = await withOthers(table, registrations, itemsOf(items, "found"));
  const proposals = itemsOf(items, "proposals");
  const besideOf = (registration: Registration): Beside => ({
    proposals: standingProposals(registration, proposalsOf(proposals.get(registration.registrationId))),
    alike: alikeTo(registration, own),
  });
  return new Map(registrations.map((registration) => [registration.registrationId, besideOf(registration)]));
}

/** Items of a kind by the registration that they are about. */
const itemsOf = (items: readonly Item[], entity: string): ReadonlyMap<string, Item> =>
  new Map(items.filter((item) => item["entity"]?.S === entity).map((item) => [text(item, "registrationId"), item]));

/** The rows of the index, and the registrations that they are about. */
interface Indexed {
  readonly found: ReadonlyMap<string, Item>;
  readonly registrations: ReadonlyMap<string, Registration>;
}

const noted = (found: Item | undefined): readonly string[] => found?.["alike"]?.SS ?? [];

/** With the rows of those whom the index has noted as alike; nobody is read where it has noted nobody. */
async function withOthers(
  table: Table,
  registrations: readonly Registration[],
  found: ReadonlyMap<string, Item>,
): Promise<Indexed> {
  const others = [...new Set([...found.values()].flatMap(noted))];
  const [rows, loaded] = await Promise.all([getItems(table, others.map(keys.found)), loadRegistrations(table, others)]);
  const own = registrations.map((registration) => [registration.registrationId, registration] as const);
  return {
    found: new Map([...found, ...itemsOf(rows, "found")]),
    registrations: new Map([...loaded, ...own]),
  };
}

function alikeTo(registration: Registration, indexed: Indexed): Registration[] {
  const row = indexed.found.get(registration.registrationId);
  return noted(row).flatMap((id) => {
    const [other, otherRow] = [indexed.registrations.get(id), indexed.found.get(id)];
    const alike = other && likenessOf(knownBy(registration, row), knownBy(other, otherRow));
    return other && alike && alike.length > 0 ? [other] : [];
  });
}

/** A registration with the traits that the index has written rows for. */
const knownBy = (registration: Registration, found: Item | undefined): Known => ({
  registration,
  traits: Object.fromEntries(rowKeys(found).flatMap(({ PK }) => traitIn(PK))),
});

/** `ALIKE#<conference>#<kind>#<digest>`, as `keys.alike` writes it. */
function traitIn(PK: string): [string, string][] {
  const [entity, , kind = "", digest = ""] = PK.split("#");
  return entity === "ALIKE" ? [[kind, digest]] : [];
}

/** The keys of the rows under which a registration is found. */
export const rowKeys = (found: Item | undefined): Key[] => (found ? (JSON.parse(text(found, "data")) as Key[]) : []);

/** The proposals of an item, or none. */
export const proposalsOf = (item: Item | undefined): Proposals | undefined =>
  item && (JSON.parse(text(item, "data")) as Proposals);
