import { Type, type Static } from "@sinclair/typebox";
import { roles, type Language, type Role } from "./common.js";

const closed = { additionalProperties: false };
const RoleSchema = Type.Union(roles.map((role) => Type.Literal(role)));
const LanguageSchema = Type.Union([Type.Literal("vi"), Type.Literal("en")]);

/** POST /api/login: open to all. Sets the refresh cookie; the access token goes into the Authorization header. */
export const LoginBody = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 80 }),
    password: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
);
export type LoginBody = Static<typeof LoginBody>;

export interface AccountView {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  language: Language;
  /** Accounts of the demo study, with passwords that everyone knows; the screens mark them. */
  isDemo: boolean;
  isActive: boolean;
  /** ISO time of the last login, or null. */
  lastLoginAt: string | null;
}

/** Answer of POST /api/login and POST /api/login/refresh; a refresh without a cookie answers 204 and nothing. */
export interface LoginAnswer {
  accessToken: string;
  /** Seconds until the access token ends; refresh before that. */
  expiresInSeconds: number;
  account: AccountView;
}

/** POST /api/accounts (admin). */
export const NewAccountBody = Type.Object(
  {
    login: Type.String({ pattern: "^[a-z0-9][a-z0-9._-]{1,39}$" }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    roles: Type.Array(RoleSchema, { minItems: 1, uniqueItems: true }),
    language: LanguageSchema,
    password: Type.String({ minLength: 12, maxLength: 200 }),
  },
  closed,
);
export type NewAccountBody = Static<typeof NewAccountBody>;

/** PATCH /api/accounts/:accountId (admin). */
export const ChangeAccountBody = Type.Partial(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 120 }),
    roles: Type.Array(RoleSchema, { minItems: 1, uniqueItems: true }),
    isActive: Type.Boolean(),
    password: Type.String({ minLength: 12, maxLength: 200 }),
  }),
  closed,
);
export type ChangeAccountBody = Static<typeof ChangeAccountBody>;

/** PATCH /api/accounts/me (any staff). */
export const ChangeOwnAccountBody = Type.Partial(
  Type.Object({
    language: LanguageSchema,
    password: Type.Object(
      { old: Type.String({ maxLength: 200 }), new: Type.String({ minLength: 12, maxLength: 200 }) },
      closed,
    ),
  }),
  closed,
);
export type ChangeOwnAccountBody = Static<typeof ChangeOwnAccountBody>;

/** GET /api/audit (admin): newest first, `?before=ISO&limit=100`. */
export interface AuditEntry {
  id: string;
  at: string;
  accountLogin: string;
  act: string;
  subject: string;
  details: Record<string, unknown>;
}
