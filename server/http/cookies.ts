import type { Request, Response } from "express";

/** The refresh token's cookie: scripts cannot read it, other sites cannot send it. */
const name = "khao-login";
const path = "/api";

/** The refresh token that the browser sent, or null. */
export function refreshCookie(request: Request): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = part.trim().split("=");
    if (key === name && value && /^[A-Za-z0-9_-]{20,100}$/.test(value)) return value;
  }
  return null;
}

/** Give the browser the refresh token; on https it comes back on https only. */
export function setRefreshCookie(request: Request, response: Response, token: string, expires: Date): void {
  response.cookie(name, token, {
    httpOnly: true,
    sameSite: "strict",
    secure: request.secure,
    path,
    expires,
  });
}

/** Make the browser forget it. */
export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(name, { httpOnly: true, sameSite: "strict", secure: request.secure, path });
}
