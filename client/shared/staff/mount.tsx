import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Component, StrictMode, useEffect, useState, type ComponentType, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import "../../styles/base.css";
import "../../styles/staff.css";
import { sayFormMessages } from "./form-messages.js";
import { prepareWords, say, type Words } from "./i18n.js";
import { resume } from "./login-session.js";
import { LoginPage } from "./login-page.js";
import { messageOf } from "./problem.js";
import { appRoles, Shell, type Place, type StaffApp } from "./shell.js";
import { ErrorState, Loading, NotAllowed } from "./states.js";
import { applyTheme, startTheme } from "./theme.js";
import { useAccount } from "./use-account.js";
import { useLanguage } from "./use-language.js";

/** A mistake of ours on one screen must not leave an empty page: it says so, and that nothing saved is lost. */
class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? (
      <p className="banner bad">{say("problem.unexpected")}</p>
    ) : (
      this.props.children
    );
  }
}

function StaffRoot({ app, places, Routes }: { app: StaffApp; places: () => Place[]; Routes: ComponentType }) {
  const { t } = useLanguage();
  const account = useAccount();
  const [state, setState] = useState<"checking" | "known" | { problem: string }>("checking");

  const check = () => {
    setState("checking");
    resume().then(
      () => setState("known"),
      (problem: unknown) => setState({ problem: messageOf(problem) }),
    );
  };
  useEffect(check, []);
  useEffect(() => {
    document.title = `${t(`apps.${app}`)} · ${t("product")}`;
  }, [t, app]);

  if (state === "checking") return <Loading label={t("login.checking")} />;
  if (state !== "known") return <ErrorState message={state.problem} onRetry={check} />;
  if (!account) return <LoginPage />;
  const isAllowed = appRoles[app].some((role) => account.roles.includes(role));
  return (
    <Shell app={app} places={isAllowed ? places() : []}>
      <Boundary>{isAllowed ? <Routes /> : <NotAllowed />}</Boundary>
    </Shell>
  );
}

/**
 * The buttons and menus of React Aria add a style element to the page unless one with this id is there. The content
 * security policy would refuse it, so its place is taken, and staff.css says the same.
 */
function holdPlaceOfPressStyle(): void {
  const place = document.createElement("meta");
  place.id = "react-aria-pressable-style";
  document.head.append(place);
}

/**
 * Start a staff app in the element `#root`: words, theme, login, frame, and the app's own routes below `/<app>/`.
 * `places` is called at every drawing, so that its labels follow the language.
 */
export function mountStaffApp(options: {
  app: StaffApp;
  words: Words;
  places: () => Place[];
  Routes: ComponentType;
}): void {
  prepareWords(options.app, options.words);
  sayFormMessages(document, say);
  applyTheme(startTheme());
  const queries = new QueryClient({
    // Whatever goes wrong is said at once, and nothing is asked again unseen. That the browser knows of no network holds
    // no request back ("always"): it fails like any other, and the screen says so instead of waiting without a word.
    // With the network back, what is on the screen is asked for anew.
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        staleTime: 5_000,
      },
      mutations: { networkMode: "always" },
    },
  });
  holdPlaceOfPressStyle();
  const page = <StaffRoot app={options.app} places={options.places} Routes={options.Routes} />;
  // A data router, because only that can hold a link back while something is not saved.
  const router = createBrowserRouter([{ path: "*", element: page }], { basename: `/${options.app}` });
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no element #root");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
