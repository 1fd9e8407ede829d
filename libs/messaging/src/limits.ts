/** True when the work has ended, well or badly, within the limit. */
export const endsWithin = async (limitMs: number, work: Promise<unknown>): Promise<boolean> => {
  const limit = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => limit.resolve(false), limitMs);
  const ended = await Promise.race([work.then(() => true).catch(() => true), limit.promise]);
  clearTimeout(timer);
  return ended;
};
