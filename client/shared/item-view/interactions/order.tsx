import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { Icon } from "../../icons.js";
import { useAnnouncer } from "../announcer.js";
import { asIds, inOrder, type InteractionProps } from "../interaction-view.js";
import { LocalisedText, plainTextIn } from "../localised.js";
import { itemWords } from "../words.js";

/** The list with the entry at `from` taken out and put in at `to`. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, taken);
  return next;
}

/** Things to put in order by dragging, by buttons, or by the arrow keys on the handle. Null until something was moved or the order was kept. */
export default function OrderView(props: InteractionProps<"order">): ReactNode {
  const { interaction, stemId, language, value, onChange, orderOf, assets, isDisabled } = props;
  const say = itemWords[language];
  const [region, announce] = useAnnouncer();
  const [dragged, setDragged] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const choices = inOrder(interaction.choices, value === null ? orderOf() : asIds(value));
  const ids = choices.map(({ id }) => id);
  const nameOf = (id: string) =>
    plainTextIn(interaction.choices.find((choice) => choice.id === id)?.content, language);

  const move = (id: string, to: number) => {
    const from = ids.indexOf(id);
    if (isDisabled || to < 0 || to >= ids.length || to === from) return;
    onChange(moved(ids, from, to));
    announce(say("moved", { name: nameOf(id), position: to + 1, total: ids.length }));
  };

  /** The place below the pointer, by the middles of the rows. */
  const placeAt = (y: number) => {
    const rows = Array.from(list.current?.children ?? []);
    const index = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
    return index < 0 ? rows.length - 1 : index;
  };
  // The list holds the pointer, and not the row: a row that moves in the page would let go of it.
  const startDrag = (id: string) => (event: PointerEvent<HTMLElement>) => {
    if (isDisabled || event.button !== 0) return;
    list.current?.setPointerCapture(event.pointerId);
    setDragged(id);
  };
  const endDrag = () => setDragged(null);
  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(id, ids.indexOf(id) + step);
  };

  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${stemId}-hint`}>
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {value === null ? say("orderNotGiven") : say("orderHint")}
      </p>
      <ol
        className="order"
        ref={list}
        onPointerMove={(event) => dragged !== null && move(dragged, placeAt(event.clientY))}
        onPointerUp={endDrag}
        onPointerCancel={endDrag}
      >
        {choices.map((choice, index) => (
          <li
            key={choice.id}
            className={dragged === choice.id ? "order-row dragged" : "order-row"}
            onKeyDown={onKeyDown(choice.id)}
          >
            <span className="order-handle" onPointerDown={startDrag(choice.id)}>
              <Icon name="grip" />
              <span className="order-number">{index + 1}</span>
              <span className="choice-content">
                <LocalisedText text={choice.content} language={language} context={{ assets }} isInline />
              </span>
            </span>
            <span className="order-buttons">
              <button
                type="button"
                className="button icon-button"
                aria-label={say("moveUp", { name: nameOf(choice.id) })}
                // aria-disabled keeps the focus here when the row has come to the top.
                aria-disabled={isDisabled || index === 0}
                onClick={() => move(choice.id, index - 1)}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                className="button icon-button"
                aria-label={say("moveDown", { name: nameOf(choice.id) })}
                aria-disabled={isDisabled || index === ids.length - 1}
                onClick={() => move(choice.id, index + 1)}
              >
                <Icon name="down" />
              </button>
            </span>
          </li>
        ))}
      </ol>
      {value === null && !isDisabled && (
        <button type="button" className="button" onClick={() => onChange(ids)}>
          <Icon name="check" />
          {say("keepOrder")}
        </button>
      )}
      {region}
    </fieldset>
  );
}
