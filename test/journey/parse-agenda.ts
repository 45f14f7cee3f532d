/** Parses an agenda as IOM publishes it: the speakers and moderators of each session. */

export interface Appearance {
  readonly sessionId: string;
  readonly as: "speaker" | "moderator";
}

/** One person of the agenda, with all that it contains about them. */
export interface AgendaPerson {
  readonly name: string;
  readonly honorific?: string;
  readonly functionTitle?: string;
  readonly organization?: string;
  readonly appearances: readonly Appearance[];
}

const headingPattern = /^\d{2}:\d{2} - \d{2}:\d{2}\s+(.+)$/;
const personPattern = /^(Moderator:|•)\s*(.+)$/;

/** A note about the contribution or the text: neither name nor title. */
const contributionPattern = /\s*\((?:Statement|Presentation|(?:Opening|Closing|Keynote) remarks)\)$/;

/** An honorific that follows the name as a separate part; it belongs before the name. */
const honorificPattern = /^(?:Msgr\.|Maj\.Gen\. \(RTd\))$/;

/** The beginning of an organization's name. */
const organizationPattern =
  /^(?:City of|Ministry|Bureau|Business Mechanism|Cent(?:er|re) on|Columbia|Department of|Federal|Institute for|International|Migrant Forum|Office of|State Migration Service|United Nations|World Organization)\b/;

/**
 * All people of the agenda, in the order of their first appearance; a person who appears twice is returned once.
 * @throws Error for a person outside a session
 */
export function parseAgenda(text: string): AgendaPerson[] {
  const people = new Map<string, AgendaPerson>();
  let sessionId: string | undefined;
  for (const line of text
    .replaceAll("\u00a0", " ")
    .split("\n")
    .map((each) => each.trim())) {
    const title = headingPattern.exec(line)?.[1];
    if (title) sessionId = parseSessionId(title);
    const [, mark, described] = personPattern.exec(line) ?? [];
    if (!mark || !described) continue;
    if (!sessionId) throw new Error(`outside a session: ${line}`);
    addAppearance(people, described, { sessionId, as: mark === "•" ? "speaker" : "moderator" });
  }
  return [...people.values()];
}

/** `Panel 1 – Implementing …` is `panel-1`; a break is no session. */
function parseSessionId(title: string): string | undefined {
  const panel = /^Panel (\d+)/.exec(title)?.[1];
  if (panel) return `panel-${panel}`;
  const word = /^(Opening|Closing) session$/i.exec(title)?.[1];
  return word?.toLowerCase();
}

function addAppearance(people: Map<string, AgendaPerson>, described: string, appearance: Appearance): void {
  const person = parsePerson(described);
  const known = people.get(person.name);
  people.set(person.name, { ...(known ?? person), appearances: [...(known?.appearances ?? []), appearance] });
}

/** `Name, honorific, title with, commas, organization (Statement)`. */
function parsePerson(described: string): Omit<AgendaPerson, "appearances"> {
  const [name = "", ...rest] = described.replace(contributionPattern, "").split(", ");
  const before = rest[0] && honorificPattern.test(rest[0]) ? rest[0] : undefined;
  return { name, ...(before && { honorific: before }), ...splitPosition(before ? rest.slice(1) : rest) };
}

/**
 * The organization begins with the first part that matches the pattern and continues to the end, so that nothing is
 * lost; if it is first, the title follows it. If no part matches, the whole text is the title.
 */
function splitPosition(parts: readonly string[]): Pick<AgendaPerson, "functionTitle" | "organization"> {
  const at = parts.findIndex((part) => organizationPattern.test(part));
  if (at === -1) return toPosition(parts, []);
  return at === 0 ? toPosition(parts.slice(1), parts.slice(0, 1)) : toPosition(parts.slice(0, at), parts.slice(at));
}

const toPosition = (title: readonly string[], place: readonly string[]) => ({
  ...(title.length > 0 && { functionTitle: title.join(", ") }),
  ...(place.length > 0 && { organization: place.join(", ") }),
});
