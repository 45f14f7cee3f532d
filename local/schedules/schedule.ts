import type { LocalFunction } from "../functions/local-function.ts";
import { StartError } from "../start-error.ts";

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The time between two runs of `rate(5 minutes)`, in ms. @throws StartError for another kind of schedule */
export function readRate(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const ms = Number(count) * (units[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new StartError(`The local system doesn't know the schedule ${expression}: it runs rate(…) only.`);
}

export interface ScheduleSettings {
  readonly name: string;
  readonly everyMs: number;
  readonly target: LocalFunction;
  readonly input: unknown;
}

/** Runs its function at once, for nobody knows what was missed while the system was down, and then at its rate. */
export class LocalSchedule {
  readonly settings: ScheduleSettings;
  readonly #remark: (text: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(settings: ScheduleSettings, remark: (text: string) => void) {
    this.settings = settings;
    this.#remark = remark;
  }

  start(): void {
    void this.#run();
    this.#timer = setInterval(() => void this.#run(), this.settings.everyMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#timer);
  }

  async #run(): Promise<void> {
    const { name, target, input } = this.settings;
    try {
      await target.invoke(input);
    } catch (error) {
      if (!this.#isStopped) this.#remark(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
}
