import { useEffect, useRef, type ReactNode } from "react";
import { Icon, type IconName } from "../../shared/icons.js";
import { setDisplay } from "../display.js";
import { usePlayer } from "./context.js";
import { DisplayMenu, languageNames } from "./display-menu.js";
import { SavingState } from "./saving-state.js";

/** The languages of the test side by side, where there is room: nobody should have to look for their own. */
function LanguageButtons(): ReactNode {
  const { player, state, say } = usePlayer();
  const languages = state.person?.languages ?? (["vi", "en"] as const);
  if (languages.length < 2) return null;
  return (
    <div className="segmented language-buttons" role="group" aria-label={say("language")}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          className="button"
          lang={language}
          aria-pressed={state.display.language === language}
          onClick={() => setDisplay(player, { language })}
        >
          {languageNames[language]}
        </button>
      ))}
    </div>
  );
}

/** A screen that says one thing: a title, a few lines, at most two buttons. */
export function PlainScreen({
  title,
  icon,
  children,
  showsSaving = false,
}: {
  title: string;
  icon?: IconName;
  children: ReactNode;
  showsSaving?: boolean;
}): ReactNode {
  const { say } = usePlayer();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – ${say("appName")}`;
    // A screen reader begins at the new screen's title, unless a field there has the focus.
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title, say]);
  return (
    <div className="plain">
      <header className="plain-top">
        <span className="brand">{say("appName")}</span>
        <div className="row">
          <LanguageButtons />
          <DisplayMenu />
        </div>
      </header>
      <main className="plain-main">
        <div className="plain-card">
          {icon && <Icon name={icon} className="plain-icon" />}
          <h1 className="title" tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {children}
          {showsSaving && <SavingState />}
        </div>
      </main>
    </div>
  );
}
