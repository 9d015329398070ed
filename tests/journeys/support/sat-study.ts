import seedrandom from "seedrandom";
import type { Item, ResponseValue } from "../../../item-bank/types.js";
import type { SessionRow, TestTakerCard } from "../../../server/contract/studies.js";
import { studyPackage } from "../../../server/studies/studies.service.js";
import { answersAt, knownItems, sit, type Answer } from "../../support/sit.js";
import type { TestServer } from "../../support/start-server.js";

/** What simulated students write to open items: from a full answer to none. */
const texts = [
  "Vì từ 13 giờ đến 15 giờ nước trong bể tăng 1 200 lít, nên mỗi giờ tăng 600 lít.",
  "Em nghĩ là do trời mưa to.",
  "Không đúng, vì chỉ hỏi các bạn trong câu lạc bộ. Nên chọn ngẫu nhiên 40 bạn trong danh sách toàn trường.",
  "Em không biết.",
  "Sai. 1,2 × 1,2 = 1,44 nên diện tích tăng 44 %, không phải 40 %.",
];

/** Several students at once, as in a room; more only wait for each other. */
const atOnce = 8;

/**
 * A further session of the demo study, or of another, in which simulated students of known abilities have sat and submitted, by the
 * same API as the player.
 */
export async function addSatSession(
  server: TestServer,
  count: number,
  {
    seed = "staff",
    endsAt = null,
    studyId = "demo",
    title = "Lớp 9C, buổi chiều",
  }: { seed?: string; endsAt?: string | null; studyId?: string; title?: string } = {},
): Promise<SessionRow> {
  const admin = await server.login("admin", server.admin.login);
  const session = (
    await admin.post<SessionRow>("/api/sessions", {
      studyId,
      title,
      place: "Phòng máy 2, Trường THCS Trình Diễn",
      startsAt: null,
      endsAt,
      mustAuthorise: false,
      proctorLogins: ["proctor"],
    })
  ).body;
  const testTakers = Array.from({ length: count }, (_, k) => ({
    name: `Học sinh ${k + 1}`,
    schoolNumber: `MP${1001 + k}`,
    group: "9C",
  }));
  await admin.post(`/api/sessions/${session.id}/test-takers`, { testTakers });
  await admin.post(`/api/sessions/${session.id}/status`, { to: "open" });
  const cards = (await admin.get<TestTakerCard[]>(`/api/sessions/${session.id}/test-takers`)).body;

  const pkg = await studyPackage(studyId);
  const known = knownItems(pkg, "2pl");
  const random = seedrandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const waiting = [...cards];
  const sitNext = async (): Promise<void> => {
    for (let card = waiting.shift(); card; card = waiting.shift()) {
      await sit(server.url, pkg, card.code, withTexts(answersAt(normal(), known, random), random));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sitNext));
  return session;
}

function withTexts(answer: Answer, random: () => number): Answer {
  return (item: Item, at): ResponseValue => {
    if (random() < 0.04) return null;
    return item.interaction.kind === "extendedText"
      ? (texts[Math.floor(random() * texts.length)] ?? null)
      : answer(item, at);
  };
}
