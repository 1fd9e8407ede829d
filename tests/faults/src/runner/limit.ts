/** What `work` comes to; throws when it takes longer than `limitMs`, or as soon as `interrupted` says so. */
export const within = async <T>(limitMs: number, work: Promise<T>, interrupted?: AbortSignal): Promise<T> => {
  const ended = Promise.withResolvers<never>();
  const limit = setTimeout(() => ended.reject(new Error(`It took longer than ${limitMs / 1_000} s.`)), limitMs);
  const interrupt = (): void => ended.reject(new Error('It was interrupted.'));
  interrupted?.addEventListener('abort', interrupt, { once: true });
  if (interrupted?.aborted) interrupt();
  try {
    return await Promise.race([work, ended.promise]);
  } finally {
    clearTimeout(limit);
    interrupted?.removeEventListener('abort', interrupt);
    work.catch(() => {}); // what it comes to afterwards concerns nobody
  }
};
