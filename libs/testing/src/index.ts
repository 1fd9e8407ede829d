export * from './eventually.ts';
export * from './line.ts';
export * from './names.ts';
export * from './servers.ts';
