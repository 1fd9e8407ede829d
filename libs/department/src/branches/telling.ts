import type { CloudEvent, Entry, OutgoingEvent, Rendering } from '@yimen/case-file';
import type { JsonObject } from '@yimen/kernel';
import type { Envelopes } from '@yimen/personal-data';
import { type DossierFactType, TOLD_AS } from '../dossier/facts.ts';
import type { Dossier } from '../dossier/state.ts';
import { refusalWords } from '../dossier/told.ts';
import type { GatewayKeys } from './gateway-keys.ts';

/** The CloudEvent type under which an entry is told. */
export const typeOf = ({ type }: Entry): string => TOLD_AS[type as DossierFactType] ?? type;

/** What telling needs. */
export interface TellingParts {
  readonly envelopes: Pick<Envelopes, 'encryptTo'>;
  readonly keys: GatewayKeys;
}

/** What of an entry leaves the department: its told part, and what a refusal says, sealed to the gateway. */
export const createRender =
  ({ envelopes, keys }: TellingParts): Rendering<Dossier>['render'] =>
  (entry, address, file, reveal) => {
    const told = entry.data['told'] as JsonObject | undefined;
    const { decision } = file.state;
    if (entry.type !== 'dossier.decided' || decision?.outcome !== 'refused') return told;
    const sealed = async (): Promise<JsonObject> => {
      const personal = decision.personalAt === undefined ? {} : await reveal(decision.personalAt);
      const aad = `${file.id}|${address.target}|${address.sequence}`;
      return {
        ...told,
        personal: envelopes.encryptTo(await keys.newest(), refusalWords(decision, personal), { aad }),
      };
    };
    return sealed();
  };

/** Asks a source to publish again what it told this target, from a number on. Not part of any history. */
export const relayRequest = (
  topic: string,
  asked: { readonly source: string; readonly target: string; readonly from: number },
  time: string,
): OutgoingEvent => {
  const subject = asked.source;
  const event: CloudEvent = {
    specversion: '1.0',
    id: `${asked.target}/0/${asked.from}/${time}`,
    source: asked.target,
    type: 'relay.requested',
    subject,
    time,
    datacontenttype: 'application/json',
    sequence: 0,
    target: asked.source,
    entryhash: '',
    data: { ...asked },
  };
  return { topic, key: subject, value: JSON.stringify(event) };
};
