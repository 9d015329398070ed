import { record } from "../audit/audit.service.js";
import {
  ChangeAccountBody,
  ChangeOwnAccountBody,
  LoginBody,
  NewAccountBody,
  type LoginAnswer,
} from "../contract/accounts.js";
import { clearRefreshCookie, refreshCookie, setRefreshCookie } from "../http/cookies.js";
import { route } from "../http/route.js";
import {
  account,
  accountOfPassword,
  accounts,
  addAccount,
  changeAccount,
  changeOwnAccount,
  tokenOfAccount,
} from "./accounts.service.js";
import { beginLogin, endLogin, refreshLogin } from "./logins.service.js";
import { issueStaffToken, staffTokenSeconds } from "./tokens.js";

/** Wrong passwords for one login before it has to wait. */
const attemptsMax = 10;
const attemptsWindowSeconds = 300;

async function loginAnswer(accountId: string): Promise<LoginAnswer> {
  const accessToken = issueStaffToken(await tokenOfAccount(accountId));
  return { accessToken, expiresInSeconds: staffTokenSeconds, account: await account(accountId) };
}

const loginRoutes = [
  route(
    {
      method: "post",
      path: "/api/login",
      allow: "everyone",
      summary: "Log in with a login and a password.",
      reads: LoginBody,
      limits: [
        {
          key: ({ body }) => (body as LoginBody).login.trim().toLowerCase(),
          attemptsMax,
          windowSeconds: attemptsWindowSeconds,
        },
      ],
    },
    async ({ body, request, response }) => {
      const found = await accountOfPassword(body.login, body.password);
      const { token, expiresAt } = await beginLogin(found.id);
      setRefreshCookie(request, response, token, expiresAt);
      await record(found.login, "login", found.login, {});
      return loginAnswer(found.id);
    },
  ),
  route(
    {
      method: "post",
      path: "/api/login/refresh",
      allow: "everyone",
      summary:
        "Exchange the refresh cookie for a new access token and the next cookie; nothing without a cookie.",
    },
    async ({ request, response }) => {
      const old = refreshCookie(request);
      // Every page asks when it opens; that nobody is logged in is an answer, and no error in the browser's console.
      if (!old) return undefined;
      const { token, expiresAt, accountId } = await refreshLogin(old).catch((error: unknown) => {
        clearRefreshCookie(request, response);
        throw error;
      });
      setRefreshCookie(request, response, token, expiresAt);
      return loginAnswer(accountId);
    },
  ),
  route(
    { method: "post", path: "/api/logout", allow: "everyone", summary: "End this login." },
    async ({ request, response }) => {
      const token = refreshCookie(request);
      if (token) await endLogin(token);
      clearRefreshCookie(request, response);
    },
  ),
];

export const accountsRoutes = [
  ...loginRoutes,
  route({ method: "get", path: "/api/accounts", allow: ["admin"], summary: "All accounts of staff." }, () =>
    accounts(),
  ),
  route(
    {
      method: "post",
      path: "/api/accounts",
      allow: ["admin"],
      summary: "Make an account.",
      reads: NewAccountBody,
    },
    async ({ body, staff }) => {
      const added = await addAccount(body);
      await record(staff.login, "account-added", added.login, { roles: added.roles });
      return added;
    },
  ),
  route(
    { method: "get", path: "/api/accounts/me", allow: "staff", summary: "The caller's own account." },
    ({ staff }) => account(staff.accountId),
  ),
  route(
    {
      method: "patch",
      path: "/api/accounts/me",
      allow: "staff",
      summary: "Change one's own language or password; a new password ends all logins.",
      reads: ChangeOwnAccountBody,
    },
    async ({ body, staff }) => {
      const changed = await changeOwnAccount(staff.accountId, body);
      if (body.password) await record(staff.login, "password-changed", staff.login, {});
      return changed;
    },
  ),
  route(
    {
      method: "patch",
      path: "/api/accounts/:accountId",
      allow: ["admin"],
      summary: "Change an account's name, roles, state or password.",
      reads: ChangeAccountBody,
    },
    async ({ params, body, staff }) => {
      const changed = await changeAccount(params.accountId, body);
      const { password, ...details } = body;
      const changedPassword = password === undefined ? {} : { password: "changed" };
      await record(staff.login, "account-changed", changed.login, { ...details, ...changedPassword });
      return changed;
    },
  ),
];
