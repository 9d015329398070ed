import type { ReactNode } from "react";
import { ChoiceMatrix } from "../choice-matrix.js";
import { asParts, withPart, type InteractionProps } from "../interaction-view.js";
import { LocalisedText } from "../localised.js";
import { itemWords } from "../words.js";

/** Four statements a) to d), each true or false. */
export default function TrueFalseClusterView(props: InteractionProps<"trueFalseCluster">): ReactNode {
  const { interaction, itemId, stemId, language, value, onChange, assets, isDisabled } = props;
  const say = itemWords[language];
  const given = asParts<boolean>(value);
  return (
    <fieldset aria-labelledby={stemId} aria-describedby={`${stemId}-hint`}>
      <p className="interaction-hint" id={`${stemId}-hint`}>
        {say("statementHint")}
      </p>
      <ChoiceMatrix
        name={itemId}
        rows={interaction.statements.map((statement, index) => ({
          id: statement.id,
          label: (
            <span className="lettered">
              <span>{`${"abcd"[index] ?? ""})`}</span>
              <LocalisedText text={statement.content} language={language} context={{ assets }} isInline />
            </span>
          ),
        }))}
        columns={[
          { id: "true", label: say("true") },
          { id: "false", label: say("false") },
        ]}
        takenIn={(id) => (given[id] === undefined ? [] : [String(given[id])])}
        onTake={(id, column) => onChange(withPart(given, id, column === "true"))}
        maxPerRow={1}
        isDisabled={isDisabled}
      />
    </fieldset>
  );
}
