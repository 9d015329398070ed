import { setImmediate } from "node:timers/promises";
import { MongoBackend } from "@agendajs/mongo-backend";
import type { JobRepository } from "agenda";

/**
 * Where agenda keeps its jobs, and whom one can ask to come to an end. Agenda itself stops without waiting for what it has
 * just asked of the store: the answer finds the connection closed, or brings a locked job that nobody does any more.
 */
export class OrderlyBackend extends MongoBackend {
  readonly #underWay = new Set<Promise<unknown>>();
  #isEnding = false;

  override get repository(): JobRepository {
    const inner = super.repository;
    return new Proxy(inner, {
      get: (_, name) => {
        const member: unknown = Reflect.get(inner, name, inner);
        if (typeof member !== "function") return member;
        if (name === "getNextJobToRun") return this.#nextJob.bind(this, inner);
        return (...given: unknown[]) => this.#waitedFor(Reflect.apply(member, inner, given) as unknown);
      },
    });
  }

  /** Takes up no further job, and resolves when the store has answered everything. */
  async end(): Promise<void> {
    this.#isEnding = true;
    do {
      await Promise.allSettled(this.#underWay);
      // An answer may make agenda ask for something more.
      await setImmediate();
    } while (this.#underWay.size > 0);
  }

  async #nextJob(
    inner: JobRepository,
    ...given: Parameters<JobRepository["getNextJobToRun"]>
  ): ReturnType<JobRepository["getNextJobToRun"]> {
    if (this.#isEnding) return undefined;
    const job = await this.#waitedFor(inner.getNextJobToRun(...given));
    if (!job || !this.#isEnding) return job;
    await this.#waitedFor(inner.unlockJob(job));
    return undefined;
  }

  #waitedFor<T>(answer: T): T {
    if (!(answer instanceof Promise)) return answer;
    this.#underWay.add(answer);
    const forget = (): void => void this.#underWay.delete(answer);
    answer.then(forget, forget);
    return answer;
  }
}
