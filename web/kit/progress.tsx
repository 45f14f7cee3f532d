/** Where one stands in a form of several steps. The words beside it say the same, for the bars alone say it to nobody. */
export function Stepper({
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

/** How full something is; what is offered, within what is taken, is striped. The words beside it say the same. */
export function Bar({
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

/** How far long work has come; without a total, that it goes on. */
export const Progress = ({
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
