import { useEffect, useState } from "preact/hooks";

interface Path {
  readonly d: string;
  readonly size: number;
}

/** A text to be read by a camera. @param alt what it is, for who can't see it */
export function QrCode({ text, alt }: { readonly text: string; readonly alt: string }) {
  const path = usePath(text);
  return (
    <div class="code">
      {path && (
        <svg viewBox={`0 0 ${path.size} ${path.size}`} role="img" aria-label={alt} shape-rendering="crispEdges">
          <path d={path.d} fill="#000" />
        </svg>
      )}
    </div>
  );
}

/** Drawn when it is wanted, for most visits need no code. */
function usePath(text: string): Path | undefined {
  const [path, setPath] = useState<Path>();
  useEffect(() => {
    let isCurrent = true;
    void import("./qr-path.ts").then(({ pathOf }) => isCurrent && setPath(pathOf(text)));
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return path;
}
