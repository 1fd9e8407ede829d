export { createEnvelopes, type Envelopes, generateServiceKey, type PrivateJwk, type PublicJwk } from './envelopes.ts';
export { createKeyring, type Keyring, type KeyringOptions, type WrappedKey } from './keyring.ts';
export { PERSONAL_KINDS, type PersonalKind } from './marks.ts';
export { type MaskMode, maskPersonal, maskValue } from './masking.ts';
export { open, seal } from './sealing.ts';
export { joinPersonal, type Split, splitPersonal } from './splitting.ts';
