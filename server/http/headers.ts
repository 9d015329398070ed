import type { RequestHandler } from "express";
import helmet from "helmet";

/**
 * Security headers. The policy has no `unsafe-*`: scripts, styles and fonts come from this server only.
 *
 * A lab room runs on plain http: asking the browser to upgrade requests would leave the page blank, and the headers that
 * browsers accept on https only are sent on https only, where they do not fill the console with warnings.
 */
export function securityHeaders(): RequestHandler {
  const common = {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    referrerPolicy: { policy: "no-referrer" as const },
  };
  const onHttp = helmet({
    ...common,
    hsts: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  const onHttps = helmet(common);
  return (request, response, next) => (request.secure ? onHttps : onHttp)(request, response, next);
}
