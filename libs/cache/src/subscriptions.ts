import type { Redis } from 'ioredis';

/** Hears what is published on a channel. */
export interface Listener {
  readonly heard: (text: string) => void;
  /** Called when the line is back after a cut: something may have been missed. */
  readonly resumed?: () => void;
}

/** Who listens to what, kept through reconnects. */
export interface Subscriptions {
  /** Answers how to stop listening. */
  readonly add: (channel: string, listener: Listener) => Promise<() => void>;
  readonly channels: () => number;
}

/** Keeps the listeners of one connection; what a listener throws reaches nobody else. */
export const createSubscriptions = (redis: Redis, onMiss: () => void): Subscriptions => {
  const listeners = new Map<string, Set<Listener>>();

  redis.on('message', (channel: string, text: string) => {
    for (const { heard } of listeners.get(channel) ?? []) quietly(() => heard(text), onMiss);
  });
  redis.on('ready', () => {
    if (listeners.size === 0) return;
    redis.subscribe(...listeners.keys()).then(() => {
      for (const set of listeners.values()) for (const { resumed } of set) quietly(() => resumed?.(), onMiss);
    }, onMiss);
  });

  const remove = (channel: string, listener: Listener) => {
    const set = listeners.get(channel);
    if (!set?.delete(listener) || set.size > 0) return;
    listeners.delete(channel);
    redis.unsubscribe(channel).catch(onMiss);
  };

  return {
    add: async (channel, listener) => {
      const present = listeners.get(channel);
      if (present) present.add(listener);
      else {
        listeners.set(channel, new Set([listener]));
        await redis.subscribe(channel).catch(onMiss); // away: `ready` subscribes it
      }
      return () => remove(channel, listener);
    },
    channels: () => listeners.size,
  };
};

const quietly = (work: () => void, onMiss: () => void): void => {
  try {
    work();
  } catch {
    onMiss();
  }
};
