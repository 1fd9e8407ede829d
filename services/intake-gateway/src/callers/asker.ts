import type { Actor } from '@yimen/case-file';
import type { Caller } from '@yimen/http';
import type { Asker } from './relations.ts';

/** The caller of a request as a case sees it. */
export const askerOf = (caller: Caller): Asker => ({
  kind: caller.kind,
  subject: caller.subject,
  roles: caller.roles,
  division: caller.division,
  outsourced: caller.outsourced,
  centre: caller.centre,
  ...(caller.department === undefined ? {} : { department: caller.department }),
  ...(caller.organisation === undefined ? {} : { organisation: caller.organisation }),
  ...(caller.service === undefined ? {} : { service: caller.service }),
});

/** The caller as history names them: an officer with name and role, anybody else by their subject only. */
export const actorOf = (caller: Caller): Actor => {
  if (caller.kind !== 'officer')
    return { subject: caller.subject, kind: caller.kind === 'service' ? 'service' : 'person', role: caller.kind };
  return {
    subject: caller.subject,
    kind: 'officer',
    division: caller.division,
    ...(caller.roles[0] === undefined ? {} : { role: caller.roles[0] }),
    ...(caller.department === undefined ? {} : { department: caller.department }),
    ...(caller.name === undefined ? {} : { name: caller.name }),
  };
};

/** Who acts when a clock runs out. */
export const systemAsker: Asker = {
  kind: 'system',
  subject: 'system',
  roles: [],
  division: '',
  outsourced: false,
  centre: false,
};

/** The same, in the history. */
export const systemActor: Actor = { subject: 'system', kind: 'system' };
