import { Component, useEffect, type ComponentType, type ReactNode } from "react";
import { screenOf, type Screen } from "../select.js";
import { playerWords } from "../words.js";
import { BlockScreen } from "./block-screen.js";
import { BlockStartScreen } from "./block-start-screen.js";
import { CodeScreen } from "./code-screen.js";
import { ConfirmScreen } from "./confirm-screen.js";
import { usePlayer } from "./context.js";
import { later, loadLater } from "./later.js";
import { MessageDialog } from "./message-dialog.js";
import { LoadingScreen, OpeningScreen, PausedScreen, WaitingScreen } from "./quiet-screens.js";
import { useShortcuts } from "./shortcuts.js";

const ShortcutsDialog = later((code) => code.ShortcutsDialog);

const screens: Record<Screen, ComponentType> = {
  opening: OpeningScreen,
  otherTab: later((code) => code.OtherTabScreen),
  moved: later((code) => code.MovedScreen),
  code: CodeScreen,
  confirm: ConfirmScreen,
  waiting: WaitingScreen,
  paused: PausedScreen,
  ended: later((code) => code.EndedScreen),
  submitted: later((code) => code.SubmittedScreen),
  timeOver: later((code) => code.TimeOverScreen),
  blockStart: BlockStartScreen,
  handIn: later((code) => code.HandInScreen),
  loading: LoadingScreen,
  block: BlockScreen,
  review: later((code) => code.ReviewScreen),
};

/** The player's screens: the state says which one. */
export function App(): ReactNode {
  const { player, state } = usePlayer();
  useShortcuts(player);
  useEffect(() => void loadLater(), []);
  const { language, theme, textSize } = state.display;
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language;
    root.dataset.theme = theme;
    root.dataset.textSize = String(textSize);
  }, [language, theme, textSize]);

  const screen = screenOf(state);
  const Shown = screens[screen];
  return (
    <>
      <Shown key={screen} />
      <MessageDialog />
      {state.isHelpOpen && <ShortcutsDialog />}
    </>
  );
}

/** If drawing fails, the answers are safe all the same: this says so, in both languages. */
export class LastResort extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="plain-main">
        {(["vi", "en"] as const).map((language) => (
          <div key={language} className="plain-card" lang={language}>
            <h1 className="title">{playerWords[language]("crashTitle")}</h1>
            <p>{playerWords[language]("crashText")}</p>
            <button type="button" className="button primary big" onClick={() => location.reload()}>
              {playerWords[language]("reload")}
            </button>
          </div>
        ))}
      </main>
    );
  }
}
