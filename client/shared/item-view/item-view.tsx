import { Component, lazy, Suspense, useId, type ComponentType, type ReactNode } from "react";
import { isEmptyResponse } from "../../../item-bank/interactions/empty.js";
import type {
  InteractionKind,
  Language,
  PlayerItem,
  PlayerUnit,
  ResponseValue,
} from "../../../item-bank/types.js";
import { Icon } from "../icons.js";
import "./item-view.css";
import type { InteractionProps } from "./interaction-view.js";
import { LocalisedText } from "./localised.js";
import { itemWords } from "./words.js";

type Loader = () => Promise<{ default: ComponentType<never> }>;

/** Each kind of interaction is a file of its own, loaded when a block has one. */
const loaders: Record<InteractionKind, Loader> = {
  choice: () => import("./interactions/choice.js"),
  trueFalseCluster: () => import("./interactions/true-false-cluster.js"),
  inlineChoice: () => import("./interactions/inline-choice.js"),
  textEntry: () => import("./interactions/text-entry.js"),
  extendedText: () => import("./interactions/extended-text.js"),
  match: () => import("./interactions/match.js"),
  order: () => import("./interactions/order.js"),
  gapMatch: () => import("./interactions/gap-match.js"),
  hotspot: () => import("./interactions/hotspot.js"),
  slider: () => import("./interactions/slider.js"),
  likert: () => import("./interactions/likert.js"),
};

const views = Object.fromEntries(
  Object.entries(loaders).map(([kind, load]) => [
    kind,
    lazy(load as () => Promise<{ default: ComponentType<InteractionProps> }>),
  ]),
) as unknown as Record<InteractionKind, ComponentType<InteractionProps>>;

/** Views that are here already: drawn at once, without the moment that a lazy one takes. */
const loaded: Partial<Record<InteractionKind, ComponentType<InteractionProps>>> = {};

/** Load the views of these kinds now, so that a block can go on without a network. */
export async function preloadInteractions(kinds: Iterable<InteractionKind>): Promise<void> {
  await Promise.all(
    Array.from(new Set(kinds), async (kind) => {
      loaded[kind] = (await loaders[kind]()).default as ComponentType<InteractionProps>;
    }),
  );
}

/** Kinds that cannot be taken back by hand: a radio button stays chosen, a slider has no way back to nothing. */
const needsClearing: ReadonlySet<InteractionKind> = new Set([
  "choice",
  "trueFalseCluster",
  "match",
  "likert",
  "hotspot",
  "order",
  "slider",
  "gapMatch",
]);

class InteractionBoundary extends Component<
  { children: ReactNode; sentence: string },
  { hasFailed: boolean }
> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override render() {
    return this.state.hasFailed ? (
      <p className="banner bad" role="alert">
        <Icon name="warning" />
        {this.props.sentence}
      </p>
    ) : (
      this.props.children
    );
  }
}

export interface ItemViewProps {
  item: PlayerItem;
  language: Language;
  /** The response so far; null for none. */
  value: ResponseValue;
  onChange: (value: ResponseValue) => void;
  /** Orders of choices by item id, and by `itemId/gapId` for the choices of a gap, as in BlockContent. */
  optionOrders?: Record<string, string[]>;
  /** Addresses of the unit's assets by file name. */
  assets?: Record<string, string>;
  isDisabled?: boolean;
  /** Drawn beside the item's heading, such as its number. */
  heading?: ReactNode;
  /** Drawn at the item's end, beside the button that clears the answer. */
  tools?: ReactNode;
}

/** One item as the test taker sees it: stem and interaction. It keeps no response; the caller does. */
export function ItemView(props: ItemViewProps): ReactNode {
  const { item, language, value, onChange, optionOrders = {}, assets = {}, isDisabled = false } = props;
  const stemId = useId();
  const say = itemWords[language];
  const Interaction = loaded[item.interaction.kind] ?? views[item.interaction.kind];
  const mayClear = needsClearing.has(item.interaction.kind) && !isEmptyResponse(value) && !isDisabled;
  return (
    <section className="item" aria-labelledby={stemId}>
      {props.heading}
      <div id={stemId} className="stem">
        <LocalisedText text={item.stem} language={language} context={{ assets }} />
      </div>
      <InteractionBoundary key={item.id} sentence={say("failed")}>
        <Suspense fallback={<p className="quiet">{say("loading")}</p>}>
          <Interaction
            interaction={item.interaction}
            itemId={item.id}
            stemId={stemId}
            language={language}
            value={value}
            onChange={onChange}
            orderOf={(gapId) => optionOrders[gapId === undefined ? item.id : `${item.id}/${gapId}`] ?? null}
            assets={assets}
            isDisabled={isDisabled}
          />
        </Suspense>
      </InteractionBoundary>
      <div className="item-tools">
        {props.tools}
        {mayClear && (
          <button type="button" className="button quiet-button" onClick={() => onChange(null)}>
            <Icon name="undo" />
            {say("clear")}
          </button>
        )}
      </div>
    </section>
  );
}

/** A unit's title and stimulus. */
export function StimulusView({
  unit,
  language,
  assets = {},
}: {
  unit: PlayerUnit;
  language: Language;
  assets?: Record<string, string>;
}): ReactNode {
  return (
    <article className="stimulus">
      <h2 className="stimulus-title">{unit.title[language] ?? unit.title.vi ?? unit.title.en}</h2>
      <LocalisedText text={unit.stimulus} language={language} context={{ assets }} />
    </article>
  );
}
