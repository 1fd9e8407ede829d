import type { BenchOptions } from '../bench.ts';
import { findK6 } from '../generator/k6.ts';
import { splitCores } from '../machine/cores.ts';
import { openPlatform, type PlatformOptions } from '../platform/platform.ts';
import { createMixer, type Mixer } from './mixer.ts';
import { warmUp } from './step.ts';

/** Opens a platform on its own cores with a warm mixer for `work`, and stops it afterwards. */
export const onMixer = async <T>(
  options: BenchOptions & Pick<PlatformOptions, 'settings'>,
  work: (mixer: Mixer, cores: string) => Promise<T>,
): Promise<T> => {
  const { say, settings = {} } = options;
  const k6 = findK6();
  const cores = splitCores();
  say(cores.said);
  const platform = await openPlatform(options, { settings });
  try {
    const mixer = await createMixer(k6, platform, cores);
    await warmUp(mixer, say);
    return await work(mixer, cores.said);
  } finally {
    await platform.stop();
  }
};
