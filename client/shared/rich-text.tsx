import { Fragment, type ReactNode } from "react";
import type { Inline, RichBlock, RichText } from "../../item-bank/types.js";
import { formulaWords, MathML } from "./mathml.js";
import { ScrollFrame } from "./scroll-frame.js";

/** What a rich text needs from its surroundings. */
export interface RichTextContext {
  /** Addresses of the unit's assets by file name. */
  assets?: Record<string, string>;
  /** Draws what an interaction puts at a gap of its text. */
  renderGap?: (id: string) => ReactNode;
}

const markTags = {
  bold: "strong",
  italic: "em",
  underline: "u",
  superscript: "sup",
  subscript: "sub",
} as const;

function drawInline(node: Inline, context: RichTextContext): ReactNode {
  switch (node.type) {
    case "text":
      return (node.marks ?? []).reduce<ReactNode>((inner, mark) => {
        const Tag = markTags[mark];
        return <Tag>{inner}</Tag>;
      }, node.text);
    case "math":
      return <MathML mathml={node.mathml} latex={node.latex} />;
    case "lineBreak":
      return <br />;
    case "gap":
      return context.renderGap?.(node.id) ?? null;
  }
}

/** A run of text and formulas, without a paragraph around it. */
export function Inlines({ nodes, context = {} }: { nodes: Inline[]; context?: RichTextContext }): ReactNode {
  return nodes.map((node, index) => <Fragment key={index}>{drawInline(node, context)}</Fragment>);
}

type Table = Extract<RichBlock, { type: "table" }>;

function TableBlock({ block, context }: { block: Table; context: RichTextContext }): ReactNode {
  return (
    <ScrollFrame name={plainText([{ type: "paragraph", children: block.caption ?? [] }])}>
      <table className="rich-table">
        {block.caption && (
          <caption>
            <Inlines nodes={block.caption} context={context} />
          </caption>
        )}
        {block.header.length > 0 && (
          <thead>
            <tr>
              {block.header.map((cell, column) =>
                cell.length === 0 ? (
                  <td key={column} />
                ) : (
                  <th key={column} scope="col">
                    <Inlines nodes={cell} context={context} />
                  </th>
                ),
              )}
            </tr>
          </thead>
        )}
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Inlines nodes={cell} context={context} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

type Figure = Extract<RichBlock, { type: "figure" }>;

function FigureBlock({ block, context }: { block: Figure; context: RichTextContext }): ReactNode {
  const address = context.assets?.[block.asset];
  return (
    <figure className="rich-figure">
      {/* Without its picture a figure is still its description. */}
      {address ? <img src={address} alt={block.alt} /> : <p className="rich-figure-missing">{block.alt}</p>}
      {block.caption && (
        <figcaption>
          <Inlines nodes={block.caption} context={context} />
        </figcaption>
      )}
    </figure>
  );
}

function drawBlock(block: RichBlock, context: RichTextContext): ReactNode {
  switch (block.type) {
    case "paragraph":
      return (
        <p>
          <Inlines nodes={block.children} context={context} />
        </p>
      );
    case "heading":
      return (
        <h3>
          <Inlines nodes={block.children} context={context} />
        </h3>
      );
    case "quote":
      return (
        <blockquote>
          <Inlines nodes={block.children} context={context} />
        </blockquote>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>
              <Inlines nodes={item} context={context} />
            </li>
          ))}
        </List>
      );
    }
    case "math":
      return (
        <ScrollFrame name={formulaWords(block)}>
          <div className="rich-math">
            <MathML mathml={block.mathml} latex={block.latex} />
          </div>
        </ScrollFrame>
      );
    case "table":
      return <TableBlock block={block} context={context} />;
    case "figure":
      return <FigureBlock block={block} context={context} />;
  }
}

/** The bank's rich text as elements. It stores no HTML, so nothing in it can run. */
export function RichTextView({
  text,
  context = {},
}: {
  text: RichText;
  context?: RichTextContext;
}): ReactNode {
  return (
    <div className="rich-text">
      {text.map((block, index) => (
        <Fragment key={index}>{drawBlock(block, context)}</Fragment>
      ))}
    </div>
  );
}

/**
 * Rich text inside a label or button, where only phrasing content may stand: a text of one paragraph is drawn
 * without it, other blocks one after the other as spans.
 */
export function InlineRichText({
  text,
  context = {},
}: {
  text: RichText;
  context?: RichTextContext;
}): ReactNode {
  return text.map((block, index) => (
    <Fragment key={index}>
      {block.type === "paragraph" || block.type === "heading" || block.type === "quote" ? (
        <span className={text.length > 1 ? "rich-line" : undefined}>
          <Inlines nodes={block.children} context={context} />
        </span>
      ) : block.type === "math" ? (
        <MathML mathml={block.mathml} latex={block.latex} />
      ) : block.type === "figure" && context.assets?.[block.asset] ? (
        <img className="rich-choice-picture" src={context.assets[block.asset]} alt={block.alt} />
      ) : (
        <span className="rich-line">{plainText([block])}</span>
      )}
    </Fragment>
  ));
}

const plainInline = (node: Inline): string =>
  node.type === "text"
    ? node.text
    : node.type === "math"
      ? formulaWords(node)
      : node.type === "lineBreak"
        ? " "
        : " … ";

/** The words alone, for names of controls, announcements and lists. */
export function plainText(text: RichText): string {
  const inlines = (nodes: Inline[]) => nodes.map(plainInline).join("");
  return text
    .map((block) => {
      switch (block.type) {
        case "list":
          return block.items.map(inlines).join("; ");
        case "math":
          return formulaWords(block);
        case "table":
          return block.rows.map((row) => row.map(inlines).join(", ")).join("; ");
        case "figure":
          return block.alt;
        case "paragraph":
        case "heading":
        case "quote":
          return inlines(block.children);
      }
    })
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}
