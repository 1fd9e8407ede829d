import type { Entry, Rendering } from '@yimen/case-file';
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

/** What of an entry leaves the department: its told part, and what is for the applicant to read, sealed to the gateway. */
export const createRender =
  ({ envelopes, keys }: TellingParts): Rendering<Dossier>['render'] =>
  (entry, address, file, reveal) => {
    const told = entry.data['told'] as JsonObject | undefined;
    const words = wordsOf(entry, file.state, reveal);
    if (!words) return told;
    const sealed = async (): Promise<JsonObject> => {
      const aad = `${file.id}|${address.target}|${address.sequence}`;
      const said = await words;
      return { ...told, personal: envelopes.encryptTo(await keys.newest(), said, { aad }) };
    };
    return sealed();
  };

/** What the law has the applicant told: why, and the way on, of a refusal; why of an extension (行政许可法 38, 42). */
const wordsOf = (
  { type, n, sealed }: Entry,
  { decision }: Dossier,
  reveal: (n: number) => Promise<JsonObject>,
): Promise<JsonObject> | undefined => {
  const read = async (at: number | undefined): Promise<JsonObject> => (at === undefined ? {} : reveal(at));
  if (type === 'dossier.decided' && decision?.outcome === 'refused')
    return read(decision.personalAt).then((personal) => refusalWords(decision, personal));
  if (type === 'clock.extended' && sealed !== undefined)
    return read(n).then((personal) => ({ '/reason': personal['/reason'] ?? '' }));
  return undefined;
};
