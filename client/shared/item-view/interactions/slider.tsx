import { useId, type ReactNode } from "react";
import { textIn } from "../../say.js";
import type { InteractionProps } from "../interaction-view.js";
import { itemWords } from "../words.js";

/** A number on a line: a native slider with buttons for single steps. Until it is moved there is no value, and the handle is pale. */
export default function SliderView(props: InteractionProps<"slider">): ReactNode {
  const { interaction, stemId, language, value, onChange, isDisabled } = props;
  const { minimum, maximum, step } = interaction;
  const id = useId();
  const say = itemWords[language];
  const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
  const unit = textIn(interaction.unit, language);
  const written = (number: number) => numbers.format(number) + (unit ? ` ${unit}` : "");

  const given = typeof value === "number" ? value : null;
  const middle = minimum + Math.round((maximum - minimum) / 2 / step) * step;
  const shown = given ?? middle;
  // 0.1 + 0.2 is not 0.3: the stop is counted in whole steps from the minimum, then written with the decimals of the step.
  const stopAt = (number: number) =>
    Number(
      (minimum + Math.round((Math.min(maximum, Math.max(minimum, number)) - minimum) / step) * step).toFixed(
        9,
      ),
    );
  const give = (number: number) => onChange(stopAt(number));

  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${id}-hint`} className="slider">
      <p className="interaction-hint" id={`${id}-hint`}>
        {say("sliderHint")}
      </p>
      <output className="slider-value" htmlFor={id}>
        {given === null ? say("sliderNone") : say("sliderValue", { value: written(given) })}
      </output>
      <div className="slider-row">
        <button
          type="button"
          className="button icon-button"
          aria-label={say("less", { step: written(step) })}
          disabled={isDisabled || shown <= minimum}
          onClick={() => give(given === null ? shown : shown - step)}
        >
          −
        </button>
        <input
          id={id}
          type="range"
          className={given === null ? "slider-range not-given" : "slider-range"}
          aria-labelledby={stemId}
          aria-valuetext={given === null ? say("sliderNone") : written(given)}
          min={minimum}
          max={maximum}
          step={step}
          value={shown}
          disabled={isDisabled}
          onChange={(event) => give(Number(event.target.value))}
          // Choosing the very middle moves nothing and so tells of no change.
          onPointerUp={(event) => given === null && give(Number(event.currentTarget.value))}
        />
        <button
          type="button"
          className="button icon-button"
          aria-label={say("more", { step: written(step) })}
          disabled={isDisabled || shown >= maximum}
          onClick={() => give(given === null ? shown : shown + step)}
        >
          +
        </button>
      </div>
      <div className="slider-ends" aria-hidden="true">
        <span>{textIn(interaction.minimumLabel, language) || written(minimum)}</span>
        <span>{textIn(interaction.maximumLabel, language) || written(maximum)}</span>
      </div>
    </fieldset>
  );
}
