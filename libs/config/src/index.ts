export { z } from 'zod';
export { flag, hostPorts, networks, port, url, wholeNumber } from './fields.ts';
export { FILE_LIMIT_BYTES, jsonFile, secretFile, secretTextFile } from './files.ts';
export { ConfigError, type Environment, readConfig } from './read-config.ts';
