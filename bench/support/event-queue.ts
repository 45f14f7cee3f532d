interface Entry<T> {
  readonly time: number;
  readonly what: T;
}

/** What is to happen, earliest first (a binary heap). */
export class EventQueue<T> {
  readonly #heap: Entry<T>[] = [];

  add(time: number, what: T): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push({ time, what });
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#time(parent) <= time) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  take(): Entry<T> | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (heap.length === 0 || !last) return first;
    heap[0] = last;
    this.#sink();
    return first;
  }

  #sink(): void {
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const least = this.#time(right) < this.#time(left) ? right : left;
      if (this.#time(least) >= this.#time(index)) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #time(index: number): number {
    return this.#heap[index]?.time ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    [heap[one], heap[other]] = [heap[other] as Entry<T>, heap[one] as Entry<T>];
  }
}
