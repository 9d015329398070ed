import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { Server as SocketServer } from "socket.io";
import type { PlayerToServer, ServerToPlayer } from "../../../../server/contract/events.js";
import type {
  BlockContent,
  Entry,
  SaveEntriesAnswer,
  SaveEntriesBody,
  SittingPhase,
  SittingState,
  TestTakerLoginBody,
} from "../../../../server/contract/sitting.js";

export interface DeliveredBlock {
  content: BlockContent;
  timeLimitMs: number | null;
}

/** One sitting as the delivery protocol has it, kept in memory: to meet the player with states that take a real room long to reach. */
export class DeliveryServer {
  readonly code = "ABC234";
  /** Entries by epoch, by sequence. */
  readonly entries = new Map<number, Map<number, Entry>>();
  /** What was received twice changes nothing; this counts it. */
  repeatedCount = 0;
  /** Acknowledges nothing while true: the answer is lost on the way. */
  losesAnswers = false;
  /** Answers every request with this status while not 0. */
  failsWith = 0;
  message: SittingState["message"] = null;
  url = "";
  private readonly blocks: DeliveredBlock[];
  private readonly http: Server;
  private readonly io: SocketServer<PlayerToServer, ServerToPlayer>;
  private version = 1;
  private epoch = 0;
  private deviceId = "";
  private phase: SittingPhase;
  private blockIndex = 0;
  private usedMs = 0;
  private grantedMs = 0;
  private runningSince: number | null = null;

  private constructor(blocks: DeliveredBlock[], mustAuthorise: boolean, pages: string) {
    this.blocks = blocks;
    this.phase = mustAuthorise ? "waiting" : "ready";
    const app = express();
    this.http = createServer(app);
    this.io = new SocketServer(this.http);
    this.route(app, pages);
    this.listenToSockets();
  }

  /** @param pages the folder of the built player. */
  static async start(
    blocks: DeliveredBlock[],
    mustAuthorise: boolean,
    pages: string,
  ): Promise<DeliveryServer> {
    const server = new DeliveryServer(blocks, mustAuthorise, pages);
    await new Promise<void>((resolve) => server.http.listen(0, "127.0.0.1", resolve));
    server.url = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
    return server;
  }

  async close(): Promise<void> {
    await this.io.close();
    this.http.closeAllConnections();
  }

  /** Every entry of the epoch in order. */
  received(epoch = this.epoch): Entry[] {
    return [...(this.entries.get(epoch)?.values() ?? [])].sort((a, b) => a.sequence - b.sequence);
  }

  /** The newest response to an item, over all epochs. */
  responseTo(itemId: string): unknown {
    const epochs = [...this.entries.keys()].sort((a, b) => a - b);
    return epochs
      .flatMap((epoch) => this.received(epoch))
      .filter((entry) => entry.kind === "response" && entry.itemId === itemId)
      .at(-1)?.value;
  }

  setPhase(phase: SittingPhase): void {
    this.settle();
    this.phase = phase;
    this.runningSince = phase === "running" ? Date.now() : null;
    this.tell();
  }

  tellMessage(text: string): void {
    this.message = { id: `m${this.version}`, text };
    this.tell();
  }

  addMinutes(minutes: number): void {
    this.grantedMs += minutes * 60_000;
    this.tell();
  }

  /** Leave only this much of the running block's time. */
  leaveMs(ms: number): void {
    const left = this.remainingMs(this.blockIndex) ?? 0;
    this.grantedMs += ms - left;
    this.tell();
  }

  state(): SittingState {
    return {
      sittingId: "s1",
      version: this.version,
      epoch: this.epoch,
      phase: this.phase,
      blocks: this.blocks.map(({ content, timeLimitMs }, index) => ({
        blockId: content.blockId,
        title: content.title,
        kind: content.kind,
        itemCount: content.units.reduce((sum, { items }) => sum + items.length, 0),
        state:
          index < this.blockIndex ? "done" : index === this.blockIndex && this.isOpen ? "running" : "next",
        timeLimitMs,
        remainingMs: this.remainingMs(index),
        isClockRunning: index === this.blockIndex && this.runningSince !== null,
      })),
      blockIndex: this.blockIndex,
      savedThrough: this.savedThrough(this.epoch),
      message: this.message,
    };
  }

  private get isOpen(): boolean {
    return this.phase === "running" || this.phase === "paused";
  }

  private remainingMs(index: number): number | null {
    const limit = this.blocks[index]?.timeLimitMs ?? null;
    if (limit === null || index !== this.blockIndex || !this.isOpen) return null;
    const running = this.runningSince === null ? 0 : Date.now() - this.runningSince;
    return Math.max(0, limit + this.grantedMs - this.usedMs - running);
  }

  private settle(): void {
    if (this.runningSince !== null) this.usedMs += Date.now() - this.runningSince;
    this.runningSince = null;
  }

  private tell(): void {
    this.version += 1;
    this.io.of("/sitting").emit("sitting:state", this.state());
  }

  private savedThrough(epoch: number): number {
    const kept = this.entries.get(epoch);
    let through = -1;
    while (kept?.has(through + 1)) through += 1;
    return through;
  }

  private save({ epoch, entries }: SaveEntriesBody): SaveEntriesAnswer {
    const kept = this.entries.get(epoch) ?? new Map<number, Entry>();
    this.entries.set(epoch, kept);
    for (const entry of entries) {
      if (kept.has(entry.sequence)) this.repeatedCount += 1;
      else kept.set(entry.sequence, entry);
    }
    return { savedThrough: this.savedThrough(epoch), late: epoch < this.epoch };
  }

  private logIn({ deviceId }: TestTakerLoginBody): void {
    if (this.deviceId !== "" && this.deviceId !== deviceId) {
      this.epoch += 1;
      this.version += 1;
      this.io.of("/sitting").emit("sitting:moved");
    }
    this.deviceId = deviceId;
  }

  private step(act: "start" | "finish", blockId: string): void {
    if (this.blocks[this.blockIndex]?.content.blockId !== blockId) return;
    if (act === "start" && this.phase === "ready") {
      this.phase = "running";
      this.usedMs = this.grantedMs = 0;
      this.runningSince = Date.now();
    } else if (act === "finish" && this.phase === "running") {
      this.settle();
      this.phase = "ready";
      this.blockIndex += 1;
    }
    this.tell();
  }

  private route(app: express.Express, pages: string): void {
    const api = express.Router();
    api.use(express.json({ limit: "1mb" }), (_request, response, next) => {
      if (this.failsWith === 0) next();
      else response.status(this.failsWith).json({ code: "made-to-fail", message: "Made to fail." });
    });
    api.post("/test-takers/login", (request, response) => {
      const body = request.body as TestTakerLoginBody;
      if (body.code !== this.code) {
        response.status(404).json({ code: "unknown-code", message: `Không có mã “${body.code}”.` });
        return;
      }
      this.logIn(body);
      response.json({
        token: `token-${this.epoch}`,
        name: "Nguyễn Thị Ánh Tuyết",
        group: "9A2",
        sessionTitle: "Phòng máy 1, sáng thứ Hai",
        place: "Trường THCS Hòa Bình",
        studyTitle: { vi: "Khảo sát năng lực lớp 9", en: "Grade 9 assessment" },
        languages: ["vi", "en"],
        sitting: this.state(),
      });
    });
    const own = express.Router({ mergeParams: true });
    own.use((request, response, next) => {
      const isHolder = request.headers.authorization === `Bearer token-${this.epoch}`;
      if (isHolder || request.path === "/entries") next();
      else response.status(409).json({ code: "sitting-moved", message: "The sitting has moved." });
    });
    own.get("/state", (_request, response) => void response.json(this.state()));
    own.get("/responses", (_request, response) => {
      const ids = this.blocks.flatMap(({ content }) =>
        content.units.flatMap(({ items }) => items.map(({ id }) => id)),
      );
      const responses = Object.fromEntries(
        ids.map((id) => [id, this.responseTo(id)]).filter(([, value]) => value),
      );
      response.json({ responses, marked: [], position: null });
    });
    own.get("/blocks/:blockId", (request, response) => {
      response.json(this.blocks.find(({ content }) => content.blockId === request.params.blockId)?.content);
    });
    own.post("/blocks/:act", (request, response) => {
      this.step(request.params.act as "start" | "finish", (request.body as { blockId: string }).blockId);
      response.json(this.state());
    });
    own.post("/entries", (request, response) => {
      const answer = this.save(request.body as SaveEntriesBody);
      if (this.losesAnswers) response.destroy();
      else response.json(answer);
    });
    own.post("/submit", (_request, response) => {
      this.setPhase("submitted");
      response.json(this.state());
    });
    api.use("/sittings/:sittingId", own);
    app.use("/api", api);
    app.use(express.static(pages));
  }

  private listenToSockets(): void {
    this.io.of("/sitting").on("connection", (socket) => {
      if (socket.handshake.auth.token !== `token-${this.epoch}`) {
        socket.emit("sitting:moved");
        return;
      }
      socket.on("entries:save", (body, ack) => {
        const answer = this.save(body);
        if (!this.losesAnswers) ack({ ok: true, ...answer });
      });
      socket.on("sitting:state", (ack) => ack({ ok: true, state: this.state() }));
      socket.on("sitting:position", (_body, ack) => ack({ ok: true }));
      socket.emit("sitting:state", this.state());
    });
  }
}
