import { resolve } from "node:path";
import { Problem } from "./problem.js";

/** How this server runs; read once from the environment. */
export interface Config {
  host: string;
  port: number;
  /** Absolute path of the folder that holds the store, the secret and nothing else. */
  dataDir: string;
  /** A MongoDB server to use in place of the embedded store. */
  mongodbUri: string | null;
  /** Signs tokens; null for the one kept in the data folder. */
  secret: string | null;
  /** How many proxies stand before the server, so that addresses and https are read from the right header. */
  trustedProxies: number;
  logLevel: LogLevel;
  /** Whether the first start makes the demo study with its accounts. */
  makesDemo: boolean;
}

const logLevels = ["silent", "error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A secret shorter than this can be guessed; in characters. */
const secretLengthMin = 32;

/**
 * Reads the settings: PORT (3000), HOST (127.0.0.1), KHAO_DATA_DIR (./data), MONGODB_URI, KHAO_SECRET, TRUST_PROXY (0),
 * LOG_LEVEL (warn) and KHAO_DEMO (1).
 *
 * @throws {Problem} `bad-setting` or `secret-too-short`, which name the setting and what it needs.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const logLevel = environment.LOG_LEVEL ?? "warn";
  if (!isLogLevel(logLevel)) throw badSetting("LOG_LEVEL", logLevel, logLevels.join(" | "));
  const secret = environment.KHAO_SECRET || null;
  if (secret !== null && secret.length < secretLengthMin) {
    throw new Problem("secret-too-short", { length: secret.length, least: secretLengthMin });
  }
  const mongodbUri = environment.MONGODB_URI || null;
  if (mongodbUri !== null && !/^mongodb(\+srv)?:\/\//.test(mongodbUri)) {
    throw badSetting("MONGODB_URI", mongodbUri.slice(0, 20), "mongodb://… | mongodb+srv://…");
  }
  return {
    host: environment.HOST || "127.0.0.1",
    port: wholeNumber(environment, "PORT", 3000, 65_535),
    dataDir: resolve(environment.KHAO_DATA_DIR || "data"),
    mongodbUri,
    secret,
    trustedProxies: wholeNumber(environment, "TRUST_PROXY", 0, 10),
    logLevel,
    makesDemo: environment.KHAO_DEMO !== "0",
  };
}

function wholeNumber(
  environment: Record<string, string | undefined>,
  name: string,
  usual: number,
  largest: number,
): number {
  const text = environment[name];
  if (!text) return usual;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw badSetting(name, text, `0 … ${largest}`);
  }
  return value;
}

function isLogLevel(text: string): text is LogLevel {
  return (logLevels as readonly string[]).includes(text);
}

function badSetting(name: string, met: string, wanted: string): Problem {
  return new Problem("bad-setting", { name, met, wanted });
}
