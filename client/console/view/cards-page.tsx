import { useQuery } from "@tanstack/react-query";
import { create } from "qrcode";
import { Link, useParams } from "react-router";
import type { SessionRow, TestTakerCard } from "../../../server/contract/studies.js";
import { api } from "../../shared/staff/api.js";
import { Empty, Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";

/** Whether this page was opened at an address that only this computer knows; cards with it would lead nowhere. */
const isThisComputerOnly = (): boolean => /^(localhost|127\.|\[::1\])/.test(window.location.hostname);

/** Login cards to print and cut, one a test taker, with the code in words and as a QR of the player's address. */
export function CardsPage() {
  const { t } = useLanguage();
  const { sessionId = "" } = useParams();
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: () => api.get<SessionRow[]>("/api/sessions"),
  });
  const cards = useQuery({
    queryKey: ["cards", sessionId],
    queryFn: () => api.get<TestTakerCard[]>(`/api/sessions/${sessionId}/test-takers`),
  });
  const session = sessions.data?.find((row) => row.id === sessionId);
  return (
    <div className="page wide">
      <div className="page-head no-print">
        <h1>{t("cards.title")}</h1>
        <div className="row">
          <Link className="button" to={`/${sessionId}`}>
            {t("cards.toRoom")}
          </Link>
          <button className="button primary" onClick={() => window.print()}>
            {t("act.print")}
          </button>
        </div>
      </div>
      <p className="quiet no-print measure">{t("cards.lead")}</p>
      {isThisComputerOnly() && <p className="banner attention no-print">{t("cards.loopback")}</p>}
      <Loaded query={cards}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t("cards.none")} />
          ) : (
            <ul className="login-cards plain-list">
              {rows.map((card) => (
                <LoginCard key={card.testTakerId} card={card} session={session} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function LoginCard({ card, session }: { card: TestTakerCard; session: SessionRow | undefined }) {
  const { t, local } = useLanguage();
  const address = `${window.location.origin}/?code=${card.code.replace("-", "")}`;
  return (
    <li className="login-card-print">
      <div>
        <p className="small">
          {local(session?.studyTitle)}
          <br />
          {session?.title} {session?.place && `· ${session.place}`}
        </p>
        <p className="login-name">{card.name}</p>
        <p className="small">{[card.schoolNumber, card.group].filter(Boolean).join(" · ")}</p>
        <p className="login-code">{card.code}</p>
        <p className="small">{t("cards.how", { address: window.location.host })}</p>
      </div>
      <Qr text={address} label={t("cards.qr", { name: card.name })} />
    </li>
  );
}

/** A QR code as one SVG path, sharp at any size of print. */
function Qr({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const dark: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) dark.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  // Four modules of quiet ground around it, as the standard asks.
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${modules.size + 8} ${modules.size + 8}`}
      shapeRendering="crispEdges"
    >
      <rect x="-4" y="-4" width={modules.size + 8} height={modules.size + 8} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
