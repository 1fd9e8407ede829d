import type { CommandOf } from '../command.ts';
import type { Unfolding } from './unfolding.ts';

/** The milestone by which a department says that it has forgotten what it had told. */
export const FORGOTTEN = 'restored';

/** The case has forgotten what others were told of it: recorded, and a human is called to compare. */
export const noteRestore = (unfolding: Unfolding, { epoch, point }: CommandOf<'restored'>): undefined => {
  unfolding.add('case.restored', { epoch, point });
  unfolding.add('case.human-needed', { reason: 'restored' });
};
