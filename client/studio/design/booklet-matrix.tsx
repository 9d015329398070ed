import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import type { Design } from "../../../item-bank/types.js";
import type { BlockRow } from "../../../server/contract/studies.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { addBlock, moveBlock, placeBlock, removeBlock } from "./design-edits.js";

interface Props {
  design: Design;
  blocks: BlockRow[];
  isReadOnly: boolean;
  onChange: (design: Design) => void;
}

/** Booklets as rows, positions as columns. A block moves by dragging, or by Shift with the arrow keys; Delete takes it out. */
export function BookletMatrix({ design, blocks, isReadOnly, onChange }: Props) {
  const { t, local, format } = useLanguage();
  const [dragged, setDragged] = useState<{ booklet: number; blockId: string } | null>(null);
  const matrix = useRef<HTMLDivElement>(null);
  const moved = useRef<string | null>(null);
  const byId = new Map(blocks.map((row) => [row.block.id, row]));
  const positions = Math.max(...design.booklets.map((booklet) => booklet.blockIds.length));

  // The focus goes with the block that a key moved, so that the next key moves it on.
  useEffect(() => {
    if (moved.current === null) return;
    matrix.current?.querySelector<HTMLElement>(`[data-chip="${moved.current}"]`)?.focus();
    moved.current = null;
  }, [design]);

  const press = (event: KeyboardEvent, booklet: number, position: number) => {
    if (isReadOnly) return;
    if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      moved.current = `${booklet}-${design.booklets[booklet]?.blockIds[position]}`;
      onChange(moveBlock(design, booklet, position, event.key === "ArrowLeft" ? -1 : 1));
    }
    if (event.key === "Delete") onChange(removeBlock(design, booklet, position));
  };
  const drop = (event: DragEvent, booklet: number, position: number) => {
    event.preventDefault();
    if (dragged?.booklet === booklet) onChange(placeBlock(design, booklet, position, dragged.blockId));
    setDragged(null);
  };

  return (
    <div className="table-frame" ref={matrix} tabIndex={0} role="region" aria-label={t("matrix.title")}>
      <table className="table booklet-matrix">
        <caption className="visually-hidden">{t("matrix.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("matrix.booklet")}</th>
            {Array.from({ length: positions }, (_, position) => (
              <th key={position} scope="col">
                {t("matrix.position", { number: position + 1 })}
              </th>
            ))}
            <th scope="col" className="number">
              {t("matrix.items")}
            </th>
            <th scope="col" className="number">
              {t("matrix.points")}
            </th>
            <th scope="col" className="number">
              {t("matrix.minutes")}
            </th>
          </tr>
        </thead>
        <tbody>
          {design.booklets.map((booklet, index) => {
            const rows = booklet.blockIds.map((id) => byId.get(id));
            const sum = (of: (row: BlockRow) => number) =>
              rows.reduce((total, row) => total + (row ? of(row) : 0), 0);
            return (
              <tr key={booklet.id}>
                <th scope="row">
                  {booklet.id} <span className="quiet small">{local(booklet.title)}</span>
                </th>
                {Array.from({ length: positions }, (_, position) => {
                  const blockId = booklet.blockIds[position];
                  return (
                    <td
                      key={position}
                      onDragOver={(event) => event.preventDefault()}
                      onDrop={(event) => drop(event, index, position)}
                    >
                      {blockId && (
                        <button
                          type="button"
                          className={`button small-button block-chip block-${byId.get(blockId)?.block.id.charAt(1) ?? ""}`}
                          data-chip={`${index}-${blockId}`}
                          draggable={!isReadOnly}
                          onDragStart={() => setDragged({ booklet: index, blockId })}
                          onKeyDown={(event) => press(event, index, position)}
                          title={local(byId.get(blockId)?.block.title)}
                          aria-label={t("matrix.chip", {
                            block: blockId,
                            number: position + 1,
                            title: local(byId.get(blockId)?.block.title),
                          })}
                        >
                          {blockId}
                        </button>
                      )}
                    </td>
                  );
                })}
                <td className="number">{format.count(sum((row) => row.itemCount))}</td>
                <td className="number">{format.count(sum((row) => row.scorePoints))}</td>
                <td className="number">{format.count(sum((row) => row.block.timeLimitMinutes ?? 0))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {!isReadOnly && (
        <div className="row matrix-tools">
          <span className="quiet small">{t("matrix.keys")}</span>
          {design.kind === "fixed" && (
            <select
              className="select"
              aria-label={t("matrix.add")}
              value=""
              onChange={(event) => event.target.value && onChange(addBlock(design, 0, event.target.value))}
            >
              <option value="">{t("matrix.add")}</option>
              {blocks
                .filter(
                  (row) => row.block.kind === "test" && !design.booklets[0]?.blockIds.includes(row.block.id),
                )
                .map((row) => (
                  <option key={row.block.id} value={row.block.id}>
                    {row.block.id} · {local(row.block.title)}
                  </option>
                ))}
            </select>
          )}
        </div>
      )}
    </div>
  );
}
