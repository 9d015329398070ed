import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messageOf } from "./problem.js";
import { useAccount } from "./use-account.js";
import { useLanguage } from "./use-language.js";

/** What a screen shows while it waits. */
export function Loading({ label }: { label?: string }) {
  const { t } = useLanguage();
  return (
    <p className="state loading" role="status">
      {label ?? t("state.loading")}
    </p>
  );
}

/** What a screen shows when it could not load, with a way on. */
export function ErrorState({ message, onRetry }: { message: string; onRetry?: () => void }) {
  const { t } = useLanguage();
  return (
    <div className="state error" role="alert">
      <p>
        <strong>{t("state.error")}.</strong> {message}
      </p>
      {onRetry && (
        <button className="button" onClick={onRetry}>
          {t("state.retry")}
        </button>
      )}
    </div>
  );
}

/** What a screen shows to an account that may not use it: a plain refusal, with nothing to press. */
export function NotAllowed() {
  const { t } = useLanguage();
  const account = useAccount();
  return <p className="banner bad">{t("login.notAllowed", { login: account?.login })}</p>;
}

/** What a screen shows when there is nothing, with the way to make something. */
export function Empty({ title, children }: { title?: string; children?: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div className="state empty">
      <p>{title ?? t("state.empty")}</p>
      {children}
    </div>
  );
}

/** A query's loading, error and loaded state in one place. What was loaded before stays, and says that it is not refreshed. */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  const { t } = useLanguage();
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <p className="banner bad" role="alert">
            {t("state.stale")} {messageOf(query.error)}
          </p>
        )}
        {children(query.data)}
      </>
    );
  }
  if (query.isError)
    return <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />;
  return <Loading />;
}
