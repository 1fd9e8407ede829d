import { afterEach, describe, expect, it } from 'vitest';
import { type EventLoopWatch, watchEventLoop } from './event-loop.ts';

let watch: EventLoopWatch;
afterEach(() => watch.stop());

describe('an event loop that is held up', () => {
  it('is seen to be late, and no more once it flows', async () => {
    watch = watchEventLoop();
    const until = async (isLate: boolean, between: () => void) => {
      for (let i = 0; i < 200 && watch.delayMs() > 30 !== isLate; i++) {
        between();
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      return watch.delayMs() > 30;
    };
    expect(await until(true, () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100))).toBe(true);
    expect(await until(false, () => undefined)).toBe(false);
  });
});
