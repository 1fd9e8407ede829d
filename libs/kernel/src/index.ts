export * from './canonical-json.ts';
export * from './clock.ts';
export * from './ids.ts';
export * from './json.ts';
export * from './local-date.ts';
export * from './outage.ts';
export * from './refusal.ts';
