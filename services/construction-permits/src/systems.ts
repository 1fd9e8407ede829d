import type { Adapter } from '@yimen/adapter';
import { constructionApproval } from './adapters/L14-construction-approval/index.ts';

/** The legacy systems behind this service: one line each. */
export const adapters: readonly Adapter[] = [constructionApproval];
