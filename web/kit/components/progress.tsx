/** The current step of a form. The label contains the same information as text. */
export function StepIndicator({
  step,
  steps,
  label,
}: {
  readonly step: number;
  readonly steps: number;
  readonly label: string;
}) {
  return (
    <div>
      <p class="soft small">{label}</p>
      <ol class="stepper" aria-hidden="true">
        {Array.from({ length: steps }, (_, index) => (
          <li key={index} class={index < step ? "done" : ""} aria-current={index === step ? "step" : undefined} />
        ))}
      </ol>
    </div>
  );
}

/** The occupancy of a limit; offered seats are part of the taken ones. Needs the same information as text. */
export function OccupancyBar({
  taken,
  offered = 0,
  limit,
}: {
  readonly taken: number;
  readonly offered?: number;
  readonly limit: number;
}) {
  const share = (count: number) => ({ inlineSize: `${limit > 0 ? Math.min(100, (count / limit) * 100) : 0}%` });
  return (
    <div class="bar" aria-hidden="true">
      <span style={share(taken - offered)} />
      <span style={share(offered)} />
    </div>
  );
}

/** The progress of a long operation; indeterminate without a total. */
export const ProgressBar = ({
  done,
  total,
  label,
}: {
  readonly done?: number;
  readonly total?: number;
  readonly label: string;
}) => (
  <label class="stack">
    <span>{label}</span>
    <progress class="progress" value={done} max={total} />
  </label>
);
