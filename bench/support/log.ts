/** Counts what the functions write to standard output until `stop`, and keeps it out of the report. */
export function captureLog(): { countBytes: () => number; stop: () => void } {
  const { write } = process.stdout;
  let bytes = 0;
  process.stdout.write = (chunk: string | Uint8Array) => {
    bytes += Buffer.byteLength(chunk);
    return true;
  };
  return {
    countBytes: () => bytes,
    stop: () => {
      process.stdout.write = write;
    },
  };
}
