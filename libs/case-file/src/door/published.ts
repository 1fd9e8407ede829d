/** What this process has published of each file, acknowledged by the broker; forgetting only repeats messages. */
export interface Published {
  /** Number of the last entry published; 0 when unknown. */
  readonly get: (id: string) => number;
  readonly raise: (id: string, n: number) => void;
}

/** Remembers the files published last, `limitFiles` at most. */
export const createPublished = (limitFiles: number): Published => {
  const numbers = new Map<string, number>();
  return {
    get: (id) => numbers.get(id) ?? 0,
    raise: (id, n) => {
      const before = numbers.get(id) ?? 0;
      numbers.delete(id);
      numbers.set(id, Math.max(before, n));
      if (numbers.size <= limitFiles) return;
      for (const oldest of numbers.keys()) {
        numbers.delete(oldest);
        break;
      }
    },
  };
};
