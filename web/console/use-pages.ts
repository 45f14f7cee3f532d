import { useState } from "preact/hooks";

interface Turned {
  readonly question: string;
  readonly cursors: readonly string[];
}

/** Which page of a list is shown. Another question begins at its first page. */
export function usePages(question = "") {
  const [turned, setTurned] = useState<Turned>({ question, cursors: [] });
  const cursors = turned.question === question ? turned.cursors : [];
  const turn = (to: readonly string[]) => setTurned({ question, cursors: to });
  return {
    cursor: cursors.at(-1),
    back: cursors.length === 0 ? undefined : () => turn(cursors.slice(0, -1)),
    /** To the page that the API says is next: once, however often it is asked for before that has come. */
    forward: (next: string) => next !== cursors.at(-1) && turn([...cursors, next]),
  };
}

export type Pages = ReturnType<typeof usePages>;
