interface ShareBarProps {
  /** From 0 to 1. */
  readonly share: number;
  readonly target?: number | undefined;
  /** The text alternative of the bar. */
  readonly label: string;
}

/** A bar of a share, whose edge shows the whole without a colour; the vertical line is the target. */
export const ShareBar = ({ share, target, label }: ShareBarProps) => (
  <svg class="pool-bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
    <rect class="ground" width="100" height="10" />
    <rect class="taken" width={share * 100} height="10" />
    {target !== undefined && <rect class="limit" x={Math.max(0, target * 100 - 0.4)} width="0.8" height="10" />}
  </svg>
);
