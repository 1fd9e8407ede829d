export * from './eventually.ts';
export * from './names.ts';
export * from './servers.ts';
