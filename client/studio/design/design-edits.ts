import type { Booklet, Design } from "../../../item-bank/types.js";

/** Changes of a design, each from one design to the next; they know no screen. */

const bookletTitle = (number: number): Booklet["title"] => ({ vi: `Đề ${number}`, en: `Booklet ${number}` });

/** One booklet for everyone. */
export function fixedDesign(blockIds: string[]): Design {
  return { kind: "fixed", booklets: [{ id: "B01", title: bookletTitle(1), blockIds }] };
}

/** Put `blockId` at a position of a booklet; a block that stands elsewhere in it changes places with the one there. */
export function placeBlock(design: Design, bookletIndex: number, position: number, blockId: string): Design {
  const booklets = design.booklets.map((booklet, index) => {
    if (index !== bookletIndex) return booklet;
    const blockIds = [...booklet.blockIds];
    const elsewhere = blockIds.indexOf(blockId);
    const here = blockIds[position];
    if (elsewhere >= 0 && here !== undefined) blockIds[elsewhere] = here;
    blockIds[position] = blockId;
    return { ...booklet, blockIds };
  });
  return { ...design, booklets };
}

/** Move a block of a booklet by one place, to the left (-1) or the right (+1). */
export function moveBlock(design: Design, bookletIndex: number, position: number, by: -1 | 1): Design {
  const blockIds = design.booklets[bookletIndex]?.blockIds;
  const other = blockIds?.[position + by];
  return other === undefined ? design : placeBlock(design, bookletIndex, position, other);
}

/** Add a block at the end of a booklet, unless it is there already. */
export function addBlock(design: Design, bookletIndex: number, blockId: string): Design {
  const booklets = design.booklets.map((booklet, index) =>
    index === bookletIndex && !booklet.blockIds.includes(blockId)
      ? { ...booklet, blockIds: [...booklet.blockIds, blockId] }
      : booklet,
  );
  return { ...design, booklets };
}

/** Take a block out of a booklet; the last one stays, because a booklet has at least one. */
export function removeBlock(design: Design, bookletIndex: number, position: number): Design {
  const booklets = design.booklets.map((booklet, index) =>
    index === bookletIndex && booklet.blockIds.length > 1
      ? { ...booklet, blockIds: booklet.blockIds.filter((_, place) => place !== position) }
      : booklet,
  );
  return { ...design, booklets };
}
