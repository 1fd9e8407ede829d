import type { components, operations } from '@yimen/contracts/intake-gateway';
import { decodeCursor, type Handler, type OpenHandler, pageOf } from '@yimen/http';
import { isRefusal } from '@yimen/kernel';
import { askerOf } from '../callers/asker.ts';
import { acceptanceKeys, mayReceive } from '../callers/relations.ts';
import halls from '../halls/halls.json' with { type: 'json' };
import type { GatewayParts } from '../parts.ts';
import { showGuide, showSummary } from './guide.ts';
import { unknownItem } from './publications.ts';

/** What is on offer, by code. */
export const createListItems =
  ({ catalogue }: GatewayParts): OpenHandler<operations['listItems']> =>
  ({ query }) => {
    const { q, applicants, department, kind, limit = 20, cursor } = query;
    const position = cursor === undefined ? undefined : decodeCursor(cursor, ['string']);
    if (position !== undefined && isRefusal(position)) return position;
    const wanted = q?.toLowerCase();
    const rows = catalogue
      .newest()
      .map(showSummary)
      .filter(
        (row) =>
          (position === undefined || row.code > position[0]) &&
          (applicants === undefined || row.applicants.includes(applicants)) &&
          (department === undefined || row.department === department) &&
          (kind === undefined || row.kind === kind) &&
          (wanted === undefined ||
            [row.code, row.name.zh, row.name.en.toLowerCase()].some((text) => text.includes(wanted))),
      );
    const page = pageOf(rows, limit, ({ code }) => [code]);
    return {
      status: 200 as const,
      body: { items: [...page.rows], ...(page.next === undefined ? {} : { next: page.next }) },
    };
  };

/** One guide. */
export const createReadItem =
  ({ catalogue }: GatewayParts): OpenHandler<operations['readItem']> =>
  ({ params, query }) => {
    const subject = catalogue.find(params.code, query.version);
    return subject ? { status: 200 as const, body: showGuide(subject, catalogue) } : unknownItem(params.code);
  };

/** The halls of the district. */
export const listHalls: OpenHandler<operations['listHalls']> = () => ({ status: 200 as const, body: { halls } });

/** What the token says, and what it is good for here. */
export const readMe: Handler<operations['readMe']> = ({ caller }) => {
  const { subject, kind, roles, department, division, rank, name, organisation } = caller;
  const asker = askerOf(caller);
  const may: components['schemas']['Me']['may'] = [];
  if (kind === 'citizen' || kind === 'firm-agent' || mayReceive(asker)) may.push('file');
  if (mayReceive(asker)) may.push('receive');
  if (acceptanceKeys(asker).length > 0) may.push('accept');
  if (roles.includes('operator')) may.push('operate');
  return {
    status: 200 as const,
    body: {
      subject,
      kind,
      roles: [...roles],
      may,
      ...(division === '' ? {} : { division }),
      ...(department === undefined ? {} : { department }),
      ...(rank === undefined ? {} : { rank }),
      ...(name === undefined ? {} : { name }),
      ...(organisation === undefined ? {} : { organisation }),
    },
  };
};
