// What a MongoDB server does and this store does not: the one table of names that are refused as unsupported. A name
// that stands neither here nor among what is supported is one that no MongoDB server knows either.
import { badValue, StoreError, unsupported } from "./errors.js";
import { isDocument } from "./language/values.js";
import type { Document } from "./language/values.js";

const words = (text: string) => new Set(text.split(" "));

const refused = {
  command: words(
    "bulkWrite collMod connectionStatus listDatabases mapReduce mapreduce convertToCapped cloneCollectionAsCapped compact " +
      "currentOp killOp profile fsync createUser updateUser dropUser usersInfo createRole grantRolesToUser " +
      "replSetGetStatus replSetInitiate shardCollection createSearchIndexes listSearchIndexes dropSearchIndex " +
      "setParameter getParameter getLog logRotate eval geoNear collStats dbStats top hostInfo getCmdLineOpts features " +
      "refreshSessions startSession serverStatus distinct explain",
  ),
  "query operator": words(
    "$all $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $comment $elemMatch $encStrStartsWith $expr " +
      "$geoIntersects $geoWithin $jsonSchema $mod $near $nearSphere $nor $not $options $regex $sampleRate $size $text " +
      "$type $where $within",
  ),
  "update operator": words("$addToSet $bit $currentDate $max $min $mul $pop $pull $pullAll $pushAll $rename"),
  stage: words(
    "$addFields $bucket $bucketAuto $changeStream $collStats $count $currentOp $densify $documents $facet $fill " +
      "$geoNear $graphLookup $indexStats $limit $listLocalSessions $listSessions $lookup $match $merge $out " +
      "$planCacheStats $redact $replaceRoot $replaceWith $sample $search $set $setWindowFields $skip $sort " +
      "$sortByCount $unionWith $unset $unwind",
  ),
  accumulator: words(
    "$accumulator $addToSet $avg $bottom $bottomN $count $first $firstN $last $lastN $max $maxN $median " +
      "$mergeObjects $min $minN $percentile $push $stdDevPop $stdDevSamp $top $topN",
  ),
};

/** Options of commands and of their statements, wherever they are set to more than false or nothing. */
const refusedOptions: Record<string, readonly string[]> = {
  aggregate: ["let", "hint"],
  count: ["query", "limit", "skip", "hint"],
  create: "capped timeseries viewOn validator clusteredIndex changeStreamPreAndPostImages".split(" "),
  delete: ["let", "hint"],
  find: "tailable awaitData returnKey showRecordId min max let oplogReplay hint".split(" "),
  findAndModify: ["let", "hint", "arrayFilters"],
  findandmodify: ["let", "hint", "arrayFilters"],
  update: ["let", "hint", "arrayFilters", "c", "sort"],
};

/** The error for a name that is not supported: this store's, or MongoDB's own for a name that no server knows. */
export function refusal(kind: keyof typeof refused, name: string): StoreError {
  if (refused[kind].has(name)) return unsupported(`the ${kind} ${name}`);
  switch (kind) {
    case "command":
      return new StoreError(59, `no such command: '${name}'`);
    case "query operator":
      return badValue(`unknown operator: ${name}`);
    case "update operator":
      return new StoreError(
        9,
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update`,
      );
    case "stage":
      return new StoreError(40324, `Unrecognized pipeline stage name: '${name}'`);
    case "accumulator":
      return new StoreError(15952, `unknown group operator '${name}'`);
  }
}

/** Refuses a command for an option of its own, or of a statement in it. Only the collation "simple" is the order here. */
export function refuseOptions(name: string, command: Document): void {
  const statements: unknown = command.updates ?? command.deletes;
  for (const given of [command, ...(Array.isArray(statements) ? (statements as unknown[]) : [])].filter(
    isDocument,
  )) {
    const option = ["collation", ...(refusedOptions[name] ?? [])].find((one) => isSet(given[one]));
    if (option) throw unsupported(`the option ${option} of ${name}`);
  }
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return !isDocument(value) || (Object.keys(value).length > 0 && value.locale !== "simple");
}
