import { useEffect, useState } from "preact/hooks";

interface QrPath {
  readonly d: string;
  readonly size: number;
}

/** A text as a QR code. @param alt the text alternative */
export function QrCode({ text, alt }: { readonly text: string; readonly alt: string }) {
  const path = useQrPath(text);
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

/** Loads the QR encoder on demand, because most visits show no code. */
function useQrPath(text: string): QrPath | undefined {
  const [path, setPath] = useState<QrPath>();
  useEffect(() => {
    let isCurrent = true;
    void import("./qr-path.ts").then(({ createQrPath }) => isCurrent && setPath(createQrPath(text)));
    return () => {
      isCurrent = false;
    };
  }, [text]);
  return path;
}
