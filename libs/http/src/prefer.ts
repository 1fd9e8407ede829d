/** Longest wait that a long poll gets. */
export const WAIT_LIMIT_S = 30;

/** Milliseconds that `Prefer: wait=N` (RFC 7240) asks us to wait for news; 0 when it does not ask. */
export const waitMsOf = (header: string | undefined): number => {
  if (header === undefined) return 0;
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?([0-9]{1,6})"?(?=$|[,;\s])/i.exec(header.slice(0, 200))?.[1];
  return seconds === undefined ? 0 : Math.min(Number(seconds), WAIT_LIMIT_S) * 1000;
};
