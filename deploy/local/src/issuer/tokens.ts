import { DEMO_CLIENT, DEMO_GRANT } from './provider.ts';

/** Asks the local issuer for a demo user's access token, in one POST. */
export const demoToken = async (issuer: string, username: string, password: string): Promise<string> => {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: DEMO_GRANT, client_id: DEMO_CLIENT, username, password }),
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'access_token' in answer && response.ok)
    return String(answer.access_token);
  throw new Error(`The issuer gave no token to ${username}: ${response.status} ${JSON.stringify(answer)}`);
};
