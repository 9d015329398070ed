import type { RequestHandler } from "express";
import { Problem } from "../problem.js";

/**
 * Answers a person's browser at an address that has no page: a plain page in both languages that leads back. A program,
 * which does not ask for HTML, is left to what comes next.
 */
export const pageNotFound: RequestHandler = (request, response, next) => {
  const isRead = request.method === "GET" || request.method === "HEAD";
  // For a program that takes anything the first one counts.
  if (!isRead || request.accepts(["json", "html"]) !== "html") {
    next();
    return;
  }
  response.setHeader("Cache-Control", "no-store");
  response.status(404).type("html").send(page());
};

// The policy of the pages allows no style within a page; a browser's own letters will do.
function page(): string {
  const problem = new Problem("not-found");
  return `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Không có trang này / Page not found · Khảo</title>
  </head>
  <body>
    <main>
      <h1>Không có trang này</h1>
      <p>${problem.say("vi")}</p>
      <p><a href="/">Trang của thí sinh</a> · <a href="/office/">Trang của cán bộ</a></p>
      <section lang="en">
        <h2>Page not found</h2>
        <p>${problem.say("en")}</p>
        <p><a href="/">Test takers’ page</a> · <a href="/office/">Staff page</a></p>
      </section>
    </main>
  </body>
</html>
`;
}
