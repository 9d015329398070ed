import type { CSSProperties, ReactNode } from "react";
import type { InteractionProps } from "../interaction-view.js";
import { asIds } from "../interaction-view.js";
import { textIn, inLanguage } from "../../say.js";
import { itemWords } from "../words.js";

type Shape = InteractionProps<"hotspot">["interaction"]["areas"][number]["shape"];

/** The area's place in per cent of the picture. A circle's radius is in per cent of the width. */
function placeOf(shape: Shape): CSSProperties {
  if (shape.type === "rectangle") {
    return { left: `${shape.x}%`, top: `${shape.y}%`, width: `${shape.width}%`, height: `${shape.height}%` };
  }
  return { left: `${shape.x}%`, top: `${shape.y}%`, width: `${2 * shape.radius}%` };
}

/** Areas of a picture as real radio buttons or checkboxes laid over it, with a line below that says what is chosen. */
export default function HotspotView(props: InteractionProps<"hotspot">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, assets, isDisabled } = props;
  const { areas, maxChoices } = interaction;
  const say = itemWords[language];
  const isSingle = maxChoices === 1;
  const taken = asIds(value);
  const isFull = !isSingle && taken.length >= maxChoices;
  const address = assets[inLanguage(interaction.asset, language)?.value ?? ""];

  const toggle = (id: string, isTaken: boolean) => {
    const next = isSingle
      ? [id]
      : areas.map((area) => area.id).filter((other) => (other === id ? isTaken : taken.includes(other)));
    onChange(next.length > 0 ? next : null);
  };
  const names = areas.filter((area) => taken.includes(area.id)).map((area) => textIn(area.label, language));

  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${stemId}-hint`}>
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {isSingle
          ? say("hotspotHint")
          : isFull
            ? say("chosenAll", { count: maxChoices })
            : say("hotspotHintUpTo", { count: maxChoices })}
      </p>
      <div className="hotspot">
        <img src={address} alt={textIn(interaction.alt, language)} draggable={false} />
        {areas.map((area) => (
          <label
            key={area.id}
            className={`hotspot-area ${area.shape.type}${taken.includes(area.id) ? " chosen" : ""}`}
            style={placeOf(area.shape)}
          >
            <input
              type={isSingle ? "radio" : "checkbox"}
              name={itemId}
              aria-label={textIn(area.label, language)}
              checked={taken.includes(area.id)}
              disabled={isDisabled || (isFull && !taken.includes(area.id))}
              onChange={(event) => toggle(area.id, event.target.checked)}
            />
            <span className="hotspot-outline" aria-hidden="true">
              <span className="hotspot-mark">✓</span>
            </span>
          </label>
        ))}
      </div>
      <p className="interaction-hint" role="status">
        {names.length > 0 ? say("chosen", { names: names.join("; ") }) : say("nothingChosen")}
      </p>
    </fieldset>
  );
}
