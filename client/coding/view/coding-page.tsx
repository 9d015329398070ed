import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import type { CodedByMe, CodingTask } from "../../../server/contract/coding.js";
import { api } from "../../shared/staff/api.js";
import { messageOf } from "../../shared/staff/problem.js";
import { Loaded } from "../../shared/staff/states.js";
import { useLanguage } from "../../shared/staff/use-language.js";
import { codeOfKey } from "../keys.js";
import { Guide } from "./guide.js";
import { ResponseText } from "./response-text.js";

/**
 * One response at a time, the guide beside it. A digit gives a code and brings the next response; Backspace goes back
 * to the one coded before. Nothing here says whose response it is.
 */
export function CodingPage() {
  const { t } = useLanguage();
  const { studyId = "", itemId = "" } = useParams();
  const path = `/api/coding/${studyId}/items/${itemId}`;
  const queries = useQueryClient();
  // A task gone back to stands in place of the next one until it is coded again.
  const [reopened, setReopened] = useState<CodedByMe | null>(null);
  const next = useQuery({
    queryKey: ["coding-next", studyId, itemId],
    queryFn: async () => (await api.get<CodingTask | null>(`${path}/next`)) ?? null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const mine = useQuery({
    queryKey: ["coding-mine", studyId, itemId],
    queryFn: () => api.get<CodedByMe[]>(`${path}/mine`),
  });

  const save = useMutation({
    mutationFn: ({ taskId, code, comment }: { taskId: string; code: string; comment: string }) =>
      api.put(`/api/coding/tasks/${taskId}`, { code, comment }),
    onSuccess: async () => {
      const wasReopened = reopened !== null;
      setReopened(null);
      await queries.invalidateQueries({ queryKey: ["coding-mine", studyId, itemId] });
      if (!wasReopened) await next.refetch();
    },
  });

  return (
    <div className="page wide coding">
      <div className="page-head">
        <h1>{itemId}</h1>
        <Link to={`/${studyId}`}>{t("coding.allItems")}</Link>
      </div>
      <Loaded query={next}>
        {(task) =>
          task ? (
            <Desk
              key={reopened?.taskId ?? task.taskId}
              task={reopened ? { ...task, ...reopened, givenCode: reopened.code } : task}
              comment={reopened?.comment ?? ""}
              isSaving={save.isPending || next.isFetching}
              problem={save.isError ? messageOf(save.error) : null}
              onCode={(code, comment) =>
                save.mutate({ taskId: reopened?.taskId ?? task.taskId, code, comment })
              }
              onBack={mine.data?.[0] ? () => setReopened(mine.data?.[0] ?? null) : undefined}
            />
          ) : (
            <Finished mine={mine.data ?? []} studyId={studyId} />
          )
        }
      </Loaded>
    </div>
  );
}

interface DeskProps {
  task: CodingTask;
  comment: string;
  isSaving: boolean;
  problem: string | null;
  onCode: (code: string, comment: string) => void;
  onBack: (() => void) | undefined;
}

function Desk({ task, comment: startComment, isSaving, problem, onCode, onBack }: DeskProps) {
  const { t } = useLanguage();
  const [comment, setComment] = useState(startComment);
  const heading = useRef<HTMLHeadingElement>(null);

  // The response is what a screen reader should say first after each change.
  useEffect(() => heading.current?.focus(), []);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isSaving || event.target instanceof HTMLTextAreaElement || event.isComposing) return;
      if (event.key === "Backspace" && onBack) {
        event.preventDefault();
        onBack();
        return;
      }
      const code = codeOfKey(event.key, task.rubric);
      if (code !== null && !event.ctrlKey && !event.metaKey && !event.altKey) onCode(code, comment);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [task, comment, isSaving, onCode, onBack]);

  return (
    <div className="coding-desk">
      <section className="card coding-response" aria-labelledby="response-heading">
        <div className="row-between">
          <h2 id="response-heading" tabIndex={-1} ref={heading}>
            {t("coding.response")}
          </h2>
          <span className="row">
            {task.round === 2 && <span className="badge info">{t("coding.second")}</span>}
            {task.givenCode !== null && (
              <span className="badge attention">{t("coding.again", { code: task.givenCode })}</span>
            )}
            <span className="quiet small">
              {t("coding.left", { count: task.waitingForMe, done: task.doneByMe })}
            </span>
          </span>
        </div>
        <ResponseText text={task.responseText} />
        <div className="codes" role="group" aria-label={t("coding.codes")}>
          {task.rubric.codes.map((code) => (
            <CodeButton
              key={code.code}
              code={code}
              isGiven={task.givenCode === code.code}
              isBusy={isSaving}
              onTake={() => onCode(code.code, comment)}
            />
          ))}
        </div>
        <label className="field">
          <span>{t("coding.comment")}</span>
          <textarea
            className="textarea"
            rows={2}
            maxLength={1000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </label>
        <div role="alert">{problem && <p className="banner bad">{problem}</p>}</div>
        <p className="quiet small">
          {t("coding.keys")}{" "}
          <button
            type="button"
            className="button small-button"
            disabled={!onBack || isSaving}
            onClick={onBack}
          >
            {t("coding.back")} <kbd>⌫</kbd>
          </button>
        </p>
      </section>
      <Guide task={task} />
    </div>
  );
}

function CodeButton(props: {
  code: CodingTask["rubric"]["codes"][number];
  isGiven: boolean;
  isBusy: boolean;
  onTake: () => void;
}) {
  const { t, local } = useLanguage();
  return (
    <button
      type="button"
      className="button code"
      aria-pressed={props.isGiven}
      disabled={props.isBusy}
      onClick={props.onTake}
    >
      <kbd>{props.code.code}</kbd>
      <span>{local(props.code.label)}</span>
      <span className="quiet small">{t("coding.score", { count: props.code.score })}</span>
    </button>
  );
}

function Finished({ mine, studyId }: { mine: CodedByMe[]; studyId: string }) {
  const { t, format } = useLanguage();
  return (
    <>
      <p className="banner good">{t("coding.finished")}</p>
      <p>
        <Link to={`/${studyId}`}>{t("coding.allItems")}</Link>
      </p>
      {mine.length > 0 && <h2>{t("coding.mine")}</h2>}
      <ul className="stack plain-list">
        {mine.map((coded) => (
          <li key={coded.taskId} className="card">
            <p className="row-between">
              <span className="badge">{t("coding.code", { code: coded.code })}</span>
              <span className="quiet small">{format.dateTime(coded.at)}</span>
            </p>
            <ResponseText text={coded.responseText} />
            {coded.comment && <p className="quiet">{coded.comment}</p>}
          </li>
        ))}
      </ul>
    </>
  );
}
