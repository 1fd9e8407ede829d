import { SLOTS } from '../limits.ts';

/** The slots that fall to one of the living members: each slot to whom it likes best, so few move when one comes or goes. */
export const slotsOf = (member: string, living: readonly string[]): readonly number[] => {
  const members = living.includes(member) ? living : [...living, member];
  return Array.from({ length: SLOTS }, (_, slot) => slot).filter((slot) => {
    const best = members.reduce((a, b) => (liking(b, slot) > liking(a, slot) ? b : a));
    return best === member;
  });
};

/** FNV-1a with a final mix; ties cannot matter, they only let two replicas look at one slot. */
const liking = (member: string, slot: number): number => {
  let hash = 0x811c9dc5 ^ slot;
  const text = `${slot}/${member}`;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};
