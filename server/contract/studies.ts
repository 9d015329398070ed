import { Type, type Static } from "@sinclair/typebox";
import type { DomainCount } from "../../item-bank/frameworks/index.js";
import type { Block, Booklet, Design, Language, Localised } from "../../item-bank/types.js";

const closed = { additionalProperties: false };
const Id = Type.String({ pattern: "^[A-Za-z0-9_-]{1,40}$" });

/** GET /api/blocks (designer, author, researcher, admin). PUT /api/blocks/:blockId { block } (designer) makes or changes a block that no open study uses. */
export interface BlockRow {
  block: Block;
  itemCount: number;
  scorePoints: number;
  /** Sum of the items' expected minutes. */
  itemMinutes: number;
  /** Items by domain. */
  domains: DomainCount[];
  isUsed: boolean;
}
export const PutBlockBody = Type.Object({ block: Type.Unknown() }, closed);

/** A study: what is given, by which design, in which sessions. */
export interface StudyRow {
  id: string;
  title: Localised<string>;
  status: "preparing" | "open" | "closed";
  isDemo: boolean;
  languages: Language[];
  designKind: Design["kind"];
  sessionCount: number;
  testTakerCount: number;
  submittedCount: number;
}

/** GET /api/studies → StudyRow[]; GET /api/studies/:studyId → StudyDetail. */
export interface StudyDetail extends StudyRow {
  design: Design;
  blocks: Block[];
  practiceBlockId: string | null;
  questionnaireBlockId: string | null;
  /** The seed of assignment and option orders, recorded so that both can be made again. */
  seed: string;
  /** What checkDesign says of the design. */
  designReport: DesignReport;
  /** The blocks as they were sealed when the study was opened; null before. The bank may have moved on since. */
  sealedBlocks: BlockRow[] | null;
  /** SHA-256 of the sealed package of an open study, else null. */
  packageHash: string | null;
}

/** Counts that show the balance of a design, and a sentence in each language. */
export interface DesignReport {
  blockIds: string[];
  bookletIds: string[];
  /** positions[b][p]: how often block b stands at position p. */
  positions: number[][];
  /** pairs[a][b]: in how many booklets blocks a and b stand together. */
  pairs: number[][];
  isBalancedInPosition: boolean;
  isBalancedInPairs: boolean;
  isConnected: boolean;
  sentence: { vi: string; en: string };
}

/** POST /api/studies (designer, admin); PUT /api/studies/:studyId while it is being prepared. */
export const StudyBody = Type.Object(
  {
    id: Id,
    title: Type.Unknown(),
    languages: Type.Array(Type.Union([Type.Literal("vi"), Type.Literal("en")]), {
      minItems: 1,
      uniqueItems: true,
    }),
    design: Type.Unknown(),
    practiceBlockId: Type.Union([Type.String(), Type.Null()]),
    questionnaireBlockId: Type.Union([Type.String(), Type.Null()]),
    seed: Type.String({ minLength: 1, maxLength: 80 }),
  },
  closed,
);
export type StudyBody = {
  id: string;
  title: Localised<string>;
  languages: Language[];
  design: Design;
  practiceBlockId: string | null;
  questionnaireBlockId: string | null;
  seed: string;
};

/** POST /api/designs/check (designer): { design } → DesignReport. POST /api/designs/balanced { blockIds: 7 } → { booklets }. */
export const CheckDesignBody = Type.Object({ design: Type.Unknown() }, closed);
export const BalancedDesignBody = Type.Object(
  { blockIds: Type.Array(Type.String(), { minItems: 7, maxItems: 7 }) },
  closed,
);
export interface BalancedDesignAnswer {
  booklets: Booklet[];
}

/** POST /api/studies/:studyId/open and /close (designer, admin). Opening seals the package: every item must be approved, and becomes frozen. */
export const StudyStatusBody = Type.Object({}, closed);

/** A session: one group, one place, one time, under a proctor. GET /api/sessions[?studyId=] (proctor sees only own sessions; designer, admin all). */
export interface SessionRow {
  id: string;
  studyId: string;
  studyTitle: Localised<string>;
  title: string;
  place: string;
  /** ISO time, or null where it is not planned. */
  startsAt: string | null;
  /** ISO time of the planned end, or null. It ends nobody's sitting: the room counts down to it and the proctor decides. */
  endsAt: string | null;
  status: "planned" | "open" | "closed";
  /** The proctor must authorise each test taker before the test begins. */
  mustAuthorise: boolean;
  proctorLogins: string[];
  testTakerCount: number;
  submittedCount: number;
}
export const SessionBody = Type.Object(
  {
    studyId: Id,
    title: Type.String({ minLength: 1, maxLength: 120 }),
    place: Type.String({ maxLength: 160 }),
    startsAt: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
    /** Later than `startsAt`; left out is null. */
    endsAt: Type.Optional(Type.Union([Type.String({ format: "date-time" }), Type.Null()])),
    mustAuthorise: Type.Boolean(),
    proctorLogins: Type.Array(Type.String(), { maxItems: 20 }),
  },
  closed,
);
export type SessionBody = Static<typeof SessionBody>;
export const SessionStatusBody = Type.Object(
  { to: Type.Union([Type.Literal("planned"), Type.Literal("open"), Type.Literal("closed")]) },
  closed,
);

/** A test taker with identity, for those who print cards and watch the room; never for a researcher. */
export interface TestTakerCard {
  testTakerId: string;
  name: string;
  schoolNumber: string;
  group: string;
  /** Six letters and digits without look-alikes, shown as "ABC-234". */
  code: string;
  bookletId: string;
}
/** GET /api/sessions/:sessionId/test-takers (proctor of the session, admin) → TestTakerCard[]. */

/** POST /api/sessions/:sessionId/test-takers (admin, designer, proctor of the session): adds people; codes and booklets are given by the server. */
export const AddTestTakersBody = Type.Object(
  {
    testTakers: Type.Array(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 120 }),
          schoolNumber: Type.String({ maxLength: 40 }),
          group: Type.String({ maxLength: 40 }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  closed,
);
export type AddTestTakersBody = Static<typeof AddTestTakersBody>;

/** POST /api/sessions/:sessionId/roster (raw .xlsx or .csv body, at most 2 MB) → { testTakers: rows read, problems: { row, message }[] }; `?dryRun=1` adds nothing. */
export interface RosterAnswer {
  testTakers: AddTestTakersBody["testTakers"];
  problems: { row: number; message: string }[];
  added: number;
}
