import { Random } from "../../test/support/random.ts";
import { EventQueue } from "../support/event-queue.ts";

/** One opening, as numbers. Times are in ms. */
export interface Opening {
  readonly seats: number;
  readonly arrivals: number;
  readonly perSecond: number;
  readonly shards: number;
  readonly holdMs: number;
  /** `sdk`: three attempts, as the SDK makes them. `palais`: until the deadline, never the same shard twice if it can. */
  readonly retry: "sdk" | "palais";
  readonly seed: number;
}

export interface Course {
  readonly seated: number;
  readonly full: number;
  readonly errors: number;
  readonly conflicts: number;
  /** Of those who got a seat: how long they waited for it. */
  readonly waits: readonly number[];
  /** When each seat was given, from the first arrival. */
  readonly seatedAt: readonly number[];
}

const readMs = 2;
const deadlineMs = 28_000;

interface Person {
  readonly arrivedAt: number;
  attempts: number;
  readonly met: Set<number>;
}

interface Shard {
  free: number;
  heldUntil: number;
}

/** Plays an opening of the escrow method: who finds a shard held by another transaction comes back later. */
export function play(opening: Opening): Course {
  const random = new Random(opening.seed);
  const queue = arrivalsOf(opening, random);
  const shards = shardsOf(opening);
  const course = { seated: 0, full: 0, errors: 0, conflicts: 0, waits: [] as number[], seatedAt: [] as number[] };
  for (let next = queue.take(); next; next = queue.take()) {
    const { time, what: person } = next;
    const shard = choose(shards, person.met, random);
    if (!shard) course.full += 1;
    else if (shard.heldUntil > time) {
      course.conflicts += 1;
      const again = comeBack(opening, person, shards.indexOf(shard), time, random);
      if (again === undefined) course.errors += 1;
      else queue.add(again, person);
    } else {
      shard.free -= 1;
      shard.heldUntil = time + opening.holdMs;
      course.seated += 1;
      course.waits.push(shard.heldUntil - person.arrivedAt);
      course.seatedAt.push(shard.heldUntil);
    }
  }
  return course;
}

/** Independent people: the times between two arrivals are exponential. */
function arrivalsOf({ arrivals, perSecond }: Opening, random: Random): EventQueue<Person> {
  const queue = new EventQueue<Person>();
  let at = 0;
  for (let index = 0; index < arrivals; index += 1) {
    queue.add(at + readMs, { arrivedAt: at, attempts: 0, met: new Set() });
    at += (-Math.log(1 - random.next()) * 1_000) / perSecond;
  }
  return queue;
}

const shardsOf = ({ seats, shards }: Opening): Shard[] =>
  Array.from({ length: shards }, (_, index) => ({
    free: Math.floor(seats / shards) + (index < seats % shards ? 1 : 0),
    heldUntil: 0,
  }));

/** A shard with places, in proportion to them; one that was met before only if no other has any. */
function choose(shards: readonly Shard[], met: ReadonlySet<number>, random: Random): Shard | undefined {
  const quiet = shards.filter(({ free }, index) => free > 0 && !met.has(index));
  const among = quiet.length > 0 ? quiet : shards.filter(({ free }) => free > 0);
  let ticket = random.next() * among.reduce((all, { free }) => all + free, 0);
  return among.find(({ free }) => {
    ticket -= free;
    return ticket < 0;
  });
}

/** When the next attempt is made; none if it was the last. */
function comeBack({ retry }: Opening, person: Person, met: number, now: number, random: Random): number | undefined {
  person.attempts += 1;
  if (retry === "palais") person.met.add(met);
  const again = now + pause(retry, person.attempts, random);
  const isOver = retry === "sdk" ? person.attempts >= 3 : again > person.arrivedAt + deadlineMs;
  return isOver ? undefined : again;
}

/** Full jitter: anything between nothing and a bound that doubles with each attempt. */
function pause(retry: Opening["retry"], attempts: number, random: Random): number {
  const bound = retry === "sdk" ? Math.min(20_000, 100 * 2 ** attempts) : Math.min(400, 8 * 2 ** (attempts - 1));
  return random.next() * bound;
}
