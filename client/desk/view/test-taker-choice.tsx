import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Grouping, Groupings } from "../../../server/contract/comparisons.js";
import type { AnalysisBody } from "../../../server/contract/research.js";
import { api } from "../../shared/staff/api.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { GroupingSelect, GroupSelect, isUsable } from "./grouping-fields.js";

type Chosen = AnalysisBody["testTakers"];

interface Props {
  studyId: string;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}

/** Whose responses are calibrated: all, or those of one group, so that groups can be linked afterwards. */
export function TestTakerChoice(props: Props) {
  const { t } = useLanguage();
  // The groups are counted from all responses, so they are asked for only where somebody looks.
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t(props.chosen ? "analysis.someTestTakers" : "analysis.allTestTakers")}</summary>
      {isOpen && <Groups {...props} />}
    </details>
  );
}

function Groups({ studyId, chosen, onChange }: Props) {
  const { t } = useLanguage();
  const groupings = useQuery({
    queryKey: ["study-groupings", studyId],
    queryFn: () => api.get<Groupings>(`/api/research/${studyId}/groupings`),
  });
  const start = ({ id, groups }: Grouping): Chosen => {
    const first = groups.find(({ n }) => n !== null);
    return first && { grouping: id, group: first.id };
  };
  return (
    <Loaded query={groupings}>
      {(all) => {
        const least = all.groupSizeMin;
        if (!all.groupings.some(isUsable))
          return <p className="quiet small">{t("compare.nothing", { least })}</p>;
        const grouping = all.groupings.find(({ id }) => id === chosen?.grouping);
        return (
          <div className="stack">
            <div className="row form-row">
              <GroupingSelect
                all={all}
                none={t("analysis.everybody")}
                chosen={chosen?.grouping ?? ""}
                onChange={(found) => onChange(found && start(found))}
              />
              {chosen && grouping && (
                <GroupSelect
                  label={t("analysis.group")}
                  grouping={grouping}
                  least={least}
                  chosen={chosen.group}
                  onChange={(group) => onChange({ ...chosen, group })}
                />
              )}
            </div>
            <p className="quiet small measure">{t("analysis.groupExplained")}</p>
          </div>
        );
      }}
    </Loaded>
  );
}
