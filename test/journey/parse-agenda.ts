/** Reads an agenda as IOM publishes it: who speaks and who moderates in which session. */

export interface Appearance {
  readonly sessionId: string;
  readonly as: "speaker" | "moderator";
}

/** One person of the agenda, with everything it says of them. */
export interface AgendaPerson {
  readonly name: string;
  readonly honorific?: string;
  readonly functionTitle?: string;
  readonly organization?: string;
  readonly appearances: readonly Appearance[];
}

const heading = /^\d{2}:\d{2} - \d{2}:\d{2}\s+(.+)$/;
const personLine = /^(Moderator:|•)\s*(.+)$/;

/** What a person contributes, and what happened to their text: neither name nor title. */
const contribution = /\s*\((?:Statement|Presentation|(?:Opening|Closing|Keynote) remarks)\)$/;

/** Stands after the name as a part of its own, and belongs before it. */
const honorific = /^(?:Msgr\.|Maj\.Gen\. \(RTd\))$/;

/** How the name of an organization begins. */
const organization =
  /^(?:City of|Ministry|Bureau|Business Mechanism|Cent(?:er|re) on|Columbia|Department of|Federal|Institute for|International|Migrant Forum|Office of|State Migration Service|United Nations|World Organization)\b/;

/**
 * Everyone in the agenda, in the order of their first appearance; a person who appears twice is there once.
 * @throws Error for a person outside a session
 */
export function parseAgenda(text: string): AgendaPerson[] {
  const people = new Map<string, AgendaPerson>();
  let sessionId: string | undefined;
  for (const line of text
    .replaceAll("\u00a0", " ")
    .split("\n")
    .map((each) => each.trim())) {
    const title = heading.exec(line)?.[1];
    if (title) sessionId = sessionIdOf(title);
    const [, mark, described] = personLine.exec(line) ?? [];
    if (!mark || !described) continue;
    if (!sessionId) throw new Error(`outside a session: ${line}`);
    addTo(people, described, { sessionId, as: mark === "•" ? "speaker" : "moderator" });
  }
  return [...people.values()];
}

/** `Panel 1 – Implementing …` is `panel-1`; a break is no session. */
function sessionIdOf(title: string): string | undefined {
  const panel = /^Panel (\d+)/.exec(title)?.[1];
  if (panel) return `panel-${panel}`;
  const word = /^(Opening|Closing) session$/i.exec(title)?.[1];
  return word?.toLowerCase();
}

function addTo(people: Map<string, AgendaPerson>, described: string, appearance: Appearance): void {
  const person = parsePerson(described);
  const known = people.get(person.name);
  people.set(person.name, { ...(known ?? person), appearances: [...(known?.appearances ?? []), appearance] });
}

/** `Name, honorific, title with, commas, organization (Statement)`. */
function parsePerson(described: string): Omit<AgendaPerson, "appearances"> {
  const [name = "", ...rest] = described.replace(contribution, "").split(", ");
  const before = rest[0] && honorific.test(rest[0]) ? rest[0] : undefined;
  return { name, ...(before && { honorific: before }), ...position(before ? rest.slice(1) : rest) };
}

/**
 * The organization begins with the first part that reads as one and runs to the end, so that nothing is lost; where
 * it comes first, the title follows it. Where no part reads as one, all of it is the title.
 */
function position(parts: readonly string[]): Pick<AgendaPerson, "functionTitle" | "organization"> {
  const at = parts.findIndex((part) => organization.test(part));
  if (at === -1) return named(parts, []);
  return at === 0 ? named(parts.slice(1), parts.slice(0, 1)) : named(parts.slice(0, at), parts.slice(at));
}

const named = (title: readonly string[], place: readonly string[]) => ({
  ...(title.length > 0 && { functionTitle: title.join(", ") }),
  ...(place.length > 0 && { organization: place.join(", ") }),
});
