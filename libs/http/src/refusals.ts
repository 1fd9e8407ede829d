/** How one reason of refusal looks to the outside. */
export interface Answerable {
  readonly status: number;
  /** Title in Chinese; the same for every occurrence. */
  readonly zh: string;
  /** Title in English. The English detail is the refusal's own message. */
  readonly en: string;
  /** Chinese detail; `{name}` stands for a param of the refusal. Without it the Chinese problem has no detail. */
  readonly detail?: string;
  /** For 429 and 503. */
  readonly retryAfterS?: number;
}

/** Reason to answer: the one place where refusals meet status codes. Services add their own reasons. */
export type RefusalTable = Readonly<Record<string, Answerable>>;

/** What every service may answer, whatever its contract lists. */
export const standardRefusals: RefusalTable = {
  'body-malformed': { status: 400, zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
  'body-too-complex': { status: 400, zh: '请求体过于复杂', en: 'The body is too complex' },
  'request-invalid': { status: 400, zh: '请求内容有误', en: 'The request is not valid' },
  'idempotency-key-required': { status: 400, zh: '缺少 Idempotency-Key', en: 'Idempotency-Key is required' },
  'cursor-invalid': { status: 400, zh: '分页游标无效', en: 'The cursor is not valid' },
  'token-missing': { status: 401, zh: '请先登录', en: 'A token is required' },
  'token-invalid': { status: 401, zh: '登录凭证无效', en: 'The token is not valid' },
  'token-expired': { status: 401, zh: '登录已过期', en: 'The token has expired' },
  'caller-kind': { status: 403, zh: '您的身份不能使用此功能', en: 'This is not for this kind of caller' },
  'route-not-found': { status: 404, zh: '没有这个地址', en: 'There is nothing here' },
  'method-not-allowed': { status: 405, zh: '此地址不支持该方法', en: 'This method is not allowed here' },
  'body-too-slow': { status: 408, zh: '请求体传输过慢', en: 'The body came too slowly' },
  'revision-mismatch': { status: 412, zh: '内容已被他人修改，请刷新后再试', en: 'Somebody else has changed it since' },
  'body-too-large': { status: 413, zh: '请求体过大', en: 'The body is too large' },
  'media-type-unsupported': { status: 415, zh: '不支持的内容类型', en: 'This media type is not supported' },
  'idempotency-key-reused': {
    status: 422,
    zh: '同一 Idempotency-Key 已用于其他内容',
    en: 'The key was used for another request',
  },
  'revision-required': { status: 428, zh: '缺少 If-Match', en: 'If-Match is required' },
  fault: { status: 500, zh: '系统出错，请稍后再试', en: 'Something went wrong on our side' },
  outage: { status: 503, zh: '服务暂时不可用，请稍后再试', en: 'Something we depend on is away', retryAfterS: 2 },
  overloaded: { status: 503, zh: '当前请求过多，请稍后再试', en: 'Too much at once', retryAfterS: 2 },
  'not-ready': { status: 503, zh: '服务尚未就绪', en: 'Not ready', retryAfterS: 2 },
  'streams-full': { status: 503, zh: '实时连接已满，请稍后再试', en: 'Too many live streams', retryAfterS: 10 },
};
