import { DEMO_USERS } from './demo-users.ts';

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** The login page for one interaction: plain HTML without scripts; the demo users are offered by name. */
export const loginPage = (uid: string, failed: boolean): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>一门 · 登录</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px sans-serif;max-width:24em;margin:4em auto;padding:0 1em}label{display:block;margin:1em 0}
select,input,button{font:inherit;width:100%;padding:.5em;box-sizing:border-box}</style></head><body>
<h1>一门 · 演示登录</h1>
${failed ? '<p role="alert">用户名或密码不对。The name or the password is wrong.</p>' : ''}
<form method="post" action="/interaction/${escapeHtml(uid)}">
<label>用户 User<select name="username">${Object.entries(DEMO_USERS)
  .map(([id, { name }]) => `<option value="${escapeHtml(id)}">${escapeHtml(name ? `${name} (${id})` : id)}</option>`)
  .join('')}</select></label>
<label>密码 Password (.state/issuer/demo-passwords.json)<input name="password" type="password" required autofocus></label>
<button>登录 Log in</button></form></body></html>`;
