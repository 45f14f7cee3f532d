import { useTranslation } from "../translations.ts";

interface PoolBarProps {
  /** The name of the pool, for the text alternative. */
  readonly name: string;
  /** `null`: without a limit. */
  readonly limit: number | null;
  readonly taken: number;
  readonly offered: number;
  readonly waiting: number;
}

/** A bar of taken, offered (part of taken) and waiting; the vertical line is the limit. */
export function PoolBar({ name, limit, taken, offered, waiting }: PoolBarProps) {
  const { t } = useTranslation();
  const label =
    limit === null
      ? t("capacity.saidUnlimited", { name, taken, offered })
      : t("capacity.said", { name, limit, taken, offered, waiting });
  const ground = limit ?? taken;
  const whole = Math.max(Math.max(ground, taken) + waiting, 1);
  const share = (count: number) => (count / whole) * 100;
  return (
    <svg class="pool-bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="ground" width={share(ground)} height="10" />
      {/* Without a limit, no number of seats is a share of anything, and a full bar would say that the pool is full. */}
      {limit !== null && (
        <>
          <rect class="taken" width={share(taken - offered)} height="10" />
          <rect class="offered" x={share(taken - offered)} width={share(offered)} height="10" />
        </>
      )}
      <rect class="waiting-list" x={share(Math.max(taken, ground))} y="2" width={share(waiting)} height="6" />
      {limit !== null && whole > limit && (
        <rect class="limit" x={Math.max(0, share(limit) - 0.4)} width="0.8" height="10" />
      )}
    </svg>
  );
}
