import type { operations } from '@yimen/contracts/intake-gateway';
import type { OpenHandler } from '@yimen/http';
import { parseCaseNumber } from '@yimen/identifiers';
import { isRefusal, type Refusal, refuse } from '@yimen/kernel';
import { showTracking } from '../cases/views/rows.ts';
import type { GatewayParts } from '../parts.ts';
import { createAttempts } from './attempts.ts';
import { isQueryPasswordOf } from './password.ts';

/** Progress by number and password. Whatever is wrong, the answer is the same; too many tries close the door a while. */
export const createTrackCase = (parts: GatewayParts): OpenHandler<operations['trackCase']> => {
  const attempts = createAttempts(parts);
  return async ({ body, address }) => {
    const parsed = parseCaseNumber(body.number);
    if (isRefusal(parsed)) return refuse('case-number-invalid', parsed.message, { pointer: '/number' });
    const full = await attempts.count(parsed.number, address);
    if (full) return full;
    const [row] = await parts.cases.find({ where: { number: parsed.number }, limit: 1, fields: [] });
    if (!row || !isQueryPasswordOf(parts.idKey, row.id, body.password)) return unknown();
    const file = await parts.cases.load(row.id);
    if (!file) return unknown();
    await attempts.forget(parsed.number);
    return { status: 200 as const, body: showTracking(file.state, parts.catalogue) };
  };
};

const unknown = (): Refusal => refuse('tracking-unknown', 'Number and password do not belong together.');
