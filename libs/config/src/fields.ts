import { isIP } from 'node:net';
import { z } from 'zod';
import { required } from './required.ts';

/** An address with one of the schemes, e.g. `url('mongodb', 'mongodb+srv')`; several hosts by commas are taken. */
export const url = (...schemes: readonly [string, ...string[]]) =>
  required(
    z
      .string()
      .refine((text) => isUrl(text, schemes), `must be an address that begins with ${schemes.join(':// or ')}://`),
  );

/** `host:port` by commas, as Kafka's brokers are given. */
export const hostPorts = () =>
  required(
    z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .refine((parts) => parts.every(isHostPort), 'must be host:port, several by commas')
      .readonly(),
  );

/** IP addresses and ranges (`10.0.0.0/8`) by commas. */
export const networks = () =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine((parts) => parts.every(isNetwork), 'must be IP addresses or ranges such as 10.0.0.0/8, several by commas')
    .readonly();

/** A TCP port to listen on; 0 asks the system for a free one. */
export const port = () => wholeNumber({ min: 0, max: 65_535 });

/** A whole number within bounds, in digits. */
export const wholeNumber = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must lie between ${min} and ${max}`);

/** `true` or `false`, nothing else. */
export const flag = () => z.enum(['true', 'false']).transform((text) => text === 'true');

const isUrl = (text: string, schemes: readonly string[]): boolean => {
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/.exec(text) ?? [];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return schemes.includes(scheme) && hosts.every((host) => URL.canParse(`http://${host}${rest}`));
};

/** A range is of one network at least: `/0` would be everybody. */
const isNetwork = (part: string): boolean => {
  const [, address = '', prefix] = /^([^/]+)(?:\/([1-9]\d{0,2}))?$/.exec(part) ?? [];
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return bits > 0 && (prefix === undefined || Number(prefix) <= bits);
};

const isHostPort = (part: string): boolean => {
  const [, digits] =
    /^[\w.-]+:(\d{1,5})$|^\[[\da-f:]+\]:(\d{1,5})$/i.exec(part)?.filter((group) => group !== undefined) ?? [];
  return digits !== undefined && Number(digits) >= 1 && Number(digits) <= 65_535;
};
