import { useCallback, useMemo } from "react";
import type { DifResult } from "../../../server/contract/comparisons.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { betaEffects, betaScale, deltaEffects, deltaScale, effectTable } from "../plots/dif-plot.js";
import { drawEffects, type Effect, type EffectScale, type EffectWords } from "../plots/effects.js";
import { PlotFigure } from "../plots/figure.js";

/** How much the items differ, on the delta scale. */
export function DeltaPlot({ dif, focal }: { dif: DifResult; focal: string }) {
  const { t } = useLanguage();
  const effects = useMemo(() => deltaEffects(dif.items), [dif]);
  const words = useEffectWords(t("dif.effect"), "dif.harder", "dif.easier", focal);
  return (
    <EffectPlot effects={effects} scale={deltaScale} words={words} name="plot" fileName="dif" classes="ETS" />
  );
}

/** How much the items differ by SIBTEST, where harder lies at the right. */
export function BetaPlot({ dif, focal }: { dif: DifResult; focal: string }) {
  const { t } = useLanguage();
  const effects = useMemo(() => betaEffects(dif.items), [dif]);
  const words = useEffectWords(t("dif.betaEffect"), "dif.easier", "dif.harder", focal);
  return (
    <EffectPlot
      effects={effects}
      scale={betaScale}
      words={words}
      name="betaPlot"
      fileName="sibtest"
      classes="Roussos–Stout"
    />
  );
}

function useEffectWords(effect: string, left: string, right: string, focal: string): EffectWords {
  const { t } = useLanguage();
  return useMemo(
    () => ({
      effect,
      group: `${t("dif.focal")}: ${focal}`,
      left: t(left),
      right: t(right),
      classes: { A: t("dif.class.A"), B: t("dif.class.B"), C: t("dif.class.C") },
    }),
    [t, effect, left, right, focal],
  );
}

/** Nothing where no item has an effect. */
function EffectPlot(props: {
  effects: Effect[];
  scale: EffectScale;
  words: EffectWords;
  name: "plot" | "betaPlot";
  fileName: string;
  classes: string;
}) {
  const { t } = useLanguage();
  const { effects, scale, words, name } = props;
  const draw = useCallback(
    (width: number) => drawEffects(effects, width, scale, words),
    [effects, scale, words],
  );
  if (effects.length === 0) return null;
  return (
    <PlotFigure
      title={t(`dif.${name}`)}
      description={t(`dif.${name}Explained`)}
      fileName={props.fileName}
      draw={draw}
      table={effectTable(effects, words, props.classes)}
    />
  );
}
