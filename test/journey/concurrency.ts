/** Splits the list into chunks of at most `size`. */
export function splitIntoBatches<T>(size: number, list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
