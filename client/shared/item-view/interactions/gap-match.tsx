import { useState, type KeyboardEvent, type ReactNode } from "react";
import { textIn } from "../../say.js";
import { useAnnouncer } from "../announcer.js";
import { asParts, inOrder, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText, LocalisedWords } from "../localised.js";
import { itemWords } from "../words.js";
import { useDragToGap } from "./drag-to-gap.js";

type Given = Record<string, string>;

/** Whether a piece may be placed once more. `maxUses` 0 means as often as wanted. */
export function isFree(piece: { id: string; maxUses: number }, given: Given): boolean {
  const used = Object.values(given).filter((id) => id === piece.id).length;
  return piece.maxUses === 0 || used < piece.maxUses;
}

/** Pieces to put into the gaps of a text: pick one, then choose its gap; or drag it there. */
export default function GapMatchView(props: InteractionProps<"gapMatch">): ReactNode {
  const { interaction, stemId, language, value, onChange, orderOf, assets, isDisabled } = props;
  const say = itemWords[language];
  const [region, announce] = useAnnouncer();
  const [picked, setPicked] = useState<string | null>(null);
  const given = asParts<string>(value);
  const numberOf = (gapId: string) => interaction.gapIds.indexOf(gapId) + 1;
  const nameOf = (pieceId: string) =>
    textIn(interaction.choices.find((piece) => piece.id === pieceId)?.content, language);

  const place = (pieceId: string, gapId: string) => {
    setPicked(null);
    if (given[gapId] === pieceId) return;
    onChange(withPart(given, gapId, pieceId));
    announce(say("placed", { name: nameOf(pieceId), number: numberOf(gapId) }));
  };
  const takeOut = (gapId: string) => {
    const pieceId = given[gapId];
    if (pieceId === undefined) return;
    onChange(withPart<string>(given, gapId, undefined));
    announce(say("takenOut", { name: nameOf(pieceId) }));
  };
  const pick = (pieceId: string) => {
    setPicked(picked === pieceId ? null : pieceId);
    if (picked !== pieceId) announce(say("picked", { name: nameOf(pieceId) }));
  };
  const drag = useDragToGap(place);

  const renderGap = (gapId: string) => {
    const pieceId = given[gapId];
    return (
      <button
        type="button"
        data-gap={gapId}
        className={`gap-place${pieceId ? " filled" : ""}${picked ? " waiting" : ""}${drag.over === gapId ? " over" : ""}`}
        aria-label={
          pieceId
            ? say("gapFilled", { number: numberOf(gapId), name: nameOf(pieceId) })
            : say("gapEmpty", { number: numberOf(gapId) })
        }
        disabled={isDisabled}
        onClick={() => (picked ? place(picked, gapId) : takeOut(gapId))}
      >
        {pieceId ? nameOf(pieceId) : numberOf(gapId)}
      </button>
    );
  };

  const free = inOrder(interaction.choices, orderOf()).filter((piece) => isFree(piece, given));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && picked) setPicked(null);
  };
  return (
    <fieldset
      aria-labelledby={stemId}
      aria-describedby={`${stemId}-hint`}
      className="text-with-gaps"
      onKeyDown={onKeyDown}
    >
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {say("gapHint")}
      </p>
      <div className="pieces" role="group" aria-label={say("pieces")}>
        {free.map((piece) => (
          <button
            key={piece.id}
            type="button"
            className={drag.dragged === piece.id ? "piece dragged" : "piece"}
            aria-pressed={picked === piece.id}
            disabled={isDisabled}
            onClick={() => !drag.wasDragged() && pick(piece.id)}
            {...drag.handlers(piece.id)}
          >
            <LocalisedWords text={piece.content} language={language} />
          </button>
        ))}
        {free.length === 0 && <span className="quiet">{say("piecesUsed")}</span>}
      </div>
      <LocalisedText text={interaction.text} language={language} context={{ assets, renderGap }} />
      {drag.shadow(nameOf)}
      {region}
    </fieldset>
  );
}
