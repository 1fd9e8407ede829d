import { createHash, timingSafeEqual } from 'node:crypto';
import Provider, { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { DEMO_USERS, serviceClaims } from './demo-users.ts';
import type { IssuerSecrets } from './secrets.ts';

/** The resource that clients ask a token for; services know it by its audience. */
const RESOURCE = 'urn:yimen:api';
/** What `aud` says in every token. */
export const AUDIENCE = 'yimen';
/** The client of scripts, the demo and the tests. */
export const DEMO_CLIENT = 'yimen-demo';
/** The client of a front end: authorization code with PKCE, no secret. */
export const WEB_CLIENT = 'yimen-web';
/** User name and password of a demo user in one POST; exists only in this local issuer. */
export const DEMO_GRANT = 'urn:yimen:params:oauth:grant-type:demo';

const SCOPE = 'yimen';
const TOKEN_S = 3_600;
const SESSION_S = 86_400;
const RESOURCE_SERVER = {
  scope: SCOPE,
  audience: AUDIENCE,
  accessTokenFormat: 'jwt' as const,
  accessTokenTTL: TOKEN_S,
  jwt: { sign: { alg: 'RS256' as const } },
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether this is the password of that demo user; takes the same time for every wrong answer. */
export const isPassword = ({ passwords }: IssuerSecrets, user: string, password: string): boolean =>
  timingSafeEqual(digest(password), digest((Object.hasOwn(passwords, user) && passwords[user]) || '')) &&
  Object.hasOwn(DEMO_USERS, user);

const clients = (secrets: IssuerSecrets): Configuration['clients'] => [
  {
    client_id: WEB_CLIENT,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['http://127.0.0.1/callback', 'http://127.0.0.1/docs/oauth2-redirect.html'],
  },
  {
    client_id: DEMO_CLIENT,
    token_endpoint_auth_method: 'none',
    grant_types: [DEMO_GRANT],
    response_types: [],
    redirect_uris: [],
  },
  ...Object.entries(secrets.clients).map(([service, secret]) => ({
    client_id: service,
    client_secret: secret,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  })),
];

/** These clients are the platform's own: people log in, and nobody is asked for consent. */
const loginOnly = () => {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
};

const ownGrant = async (ctx: KoaContextWithOIDC) => {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  if (known) return provider.Grant.find(known);
  return newGrant(provider, client.clientId, session.accountId);
};

const newGrant = async (provider: Provider, clientId: string, accountId: string) => {
  const grant = new provider.Grant({ clientId, accountId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(RESOURCE, SCOPE);
  await grant.save();
  return grant;
};

const configuration = (secrets: IssuerSecrets): Configuration => ({
  clients: clients(secrets) ?? [],
  jwks: secrets.jwks as NonNullable<Configuration['jwks']>,
  cookies: { keys: [secrets.cookieKey] },
  scopes: ['openid', 'profile'],
  claims: { openid: ['sub'], profile: ['name'] },
  findAccount: (_ctx, id) =>
    Object.hasOwn(DEMO_USERS, id)
      ? { accountId: id, claims: () => ({ sub: id, name: DEMO_USERS[id]?.name }) }
      : undefined,
  loadExistingGrant: ownGrant,
  clientBasedCORS: () => true,
  interactions: { policy: loginOnly(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  extraTokenClaims: (_ctx, token) =>
    'accountId' in token && typeof token.accountId === 'string'
      ? { ...DEMO_USERS[token.accountId] }
      : { ...serviceClaims(token.clientId ?? '') },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, resource) => {
        if (resource !== RESOURCE) throw new errors.InvalidTarget();
        return RESOURCE_SERVER;
      },
    },
  },
  ttl: { AccessToken: TOKEN_S, ClientCredentials: TOKEN_S, Grant: SESSION_S, Interaction: TOKEN_S, Session: SESSION_S },
});

const grantDemo =
  (provider: Provider, secrets: IssuerSecrets) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params } = ctx.oidc;
    const user = String(params?.['username'] ?? '');
    if (!client || !isPassword(secrets, user, String(params?.['password'] ?? '')))
      throw new errors.InvalidGrant('no demo user has this name and password');
    const { jti: grantId } = await newGrant(provider, client.clientId, user);
    const token = new provider.AccessToken({ client, accountId: user, grantId, gty: 'demo', scope: SCOPE });
    token.resourceServer = new provider.ResourceServer(RESOURCE, RESOURCE_SERVER);
    ctx.oidc.entity('AccessToken', token);
    ctx.body = {
      access_token: await token.save(),
      expires_in: token.expiration,
      token_type: token.tokenType,
      scope: SCOPE,
    };
  };

/** The OIDC issuer for local use: RS256 access tokens for the audience `yimen`, for demo users and the services. */
export const createProvider = (issuer: string, secrets: IssuerSecrets): Provider => {
  const provider = new Provider(issuer, configuration(secrets));
  provider.registerGrantType(DEMO_GRANT, grantDemo(provider, secrets), ['username', 'password']);
  return provider;
};
