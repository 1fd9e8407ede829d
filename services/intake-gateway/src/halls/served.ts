import { isWithin } from '@yimen/identifiers';
import halls from './halls.json' with { type: 'json' };

/** Whether a hall of this platform serves a division: nobody could ever accept a case of another place. */
export const isServed = (division: string): boolean => halls.some((hall) => isWithin(hall.division, division));
