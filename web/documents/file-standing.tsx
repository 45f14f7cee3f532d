interface Props {
  readonly checking: string | undefined;
  readonly done: string | undefined;
}

/** How far a file has come. It is there before it says anything, else it isn't read out. */
export function FileStanding({ checking, done }: Props) {
  return (
    <div role="status">
      {checking ? <p class="notice">{checking}</p> : done && <p class="notice success">{done}</p>}
    </div>
  );
}
