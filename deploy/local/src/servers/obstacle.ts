/** What keeps a command from going on, told in one sentence with the way out. Shown without a stack. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** The sentence for the terminal: obstacles as they are, a full disk explained, everything else as an error's message. */
export const explain = (error: unknown): string => {
  if (error instanceof Obstacle) return error.message;
  if (codeOf(error) === 'ENOSPC') return 'The disk is full: free some space, then start again; nothing was lost.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
