import { setImmediate } from 'node:timers/promises';

/** Ends the present turn of the event loop: whatever is ready in it can join what is sent next. */
export const turn = (): Promise<void> => setImmediate();
