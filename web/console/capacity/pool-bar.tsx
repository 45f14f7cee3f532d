interface Props {
  readonly limit: number;
  readonly taken: number;
  readonly offered: number;
  readonly waiting: number;
  /** The numbers, in words: the bar alone says them to nobody. */
  readonly label: string;
}

/** Taken, offered within it, and who waits beyond; the line is the limit. */
export function PoolBar({ limit, taken, offered, waiting, label }: Props) {
  const whole = Math.max(Math.max(limit, taken) + waiting, 1);
  const share = (count: number) => (count / whole) * 100;
  return (
    <svg class="pool-bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="ground" width={share(limit)} height="10" />
      <rect class="taken" width={share(taken - offered)} height="10" />
      <rect class="offered" x={share(taken - offered)} width={share(offered)} height="10" />
      <rect class="waiting" x={share(Math.max(taken, limit))} y="2" width={share(waiting)} height="6" />
      {whole > limit && <rect class="limit" x={Math.max(0, share(limit) - 0.4)} width="0.8" height="10" />}
    </svg>
  );
}
