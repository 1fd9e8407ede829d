import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { ServicePool, ServiceTokens } from '@yimen/http';
import { Outage, type Refusal, refuse } from '@yimen/kernel';
import type { Dossier, Material } from '../dossier/state.ts';

/** What streaming a material needs. */
export interface MaterialParts {
  readonly gateway: ServicePool;
  readonly tokens: ServiceTokens;
  /** The gateway's name in tokens. */
  readonly audience: string;
}

/** A material on its way from the gateway. */
export interface MaterialStream {
  readonly type: string;
  readonly stream: Transform;
}

/**
 * Streams a material of the dossier from the gateway with the service's own token. The stream breaks at its end when
 * the bytes are not those that the dossier recorded, so nobody takes a damaged file for whole.
 */
export const createMaterials =
  ({ gateway, tokens, audience }: MaterialParts) =>
  async (dossier: Dossier, fileId: string, signal: AbortSignal): Promise<MaterialStream | Refusal> => {
    const material = dossier.opening?.materials.find((one) => one.fileId === fileId);
    if (!material || dossier.caseId === undefined) return refuse('material-unknown', 'The dossier has no such file.');
    const token = await tokens.tokenFor(audience);
    const answer = await gateway
      .request({
        method: 'GET',
        path: `/cases/${encodeURIComponent(dossier.caseId)}/files/${encodeURIComponent(fileId)}`,
        headers: { authorization: `Bearer ${token}` },
        signal,
      })
      .catch((cause: unknown) => {
        throw new Outage('The gateway does not answer.', { cause });
      });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      if (answer.statusCode === 404) return refuse('material-unknown', 'The gateway has no such file.');
      throw new Outage(`The gateway answered ${answer.statusCode} for a material.`);
    }
    const stream = answer.body.pipe(verifying(material));
    answer.body.once('error', (error) => stream.destroy(error));
    return { type: material.mediaType ?? 'application/octet-stream', stream };
  };

/** Hands the bytes on and fails at the end when their digest is not the recorded one. */
const verifying = ({ sha256 }: Material): Transform => {
  const digest = createHash('sha256');
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      digest.update(chunk);
      done(null, chunk);
    },
    flush: (done) => {
      const found = digest.digest('hex');
      done(sha256 === undefined || found === sha256 ? null : new Error('A material is not what the dossier recorded.'));
    },
  });
};
