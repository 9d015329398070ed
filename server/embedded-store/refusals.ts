// What a MongoDB server does and this store does not: the one table of names that are refused as unsupported. A name
// that stands neither here nor among what is supported is one that no MongoDB server knows either.
import { StoreError, unsupported } from "./errors.js";

/** The names of a kind, and the code and words of a MongoDB server for a name that it does not know. */
interface Refused {
  names: string;
  code: number;
  unknown: string;
}

const refused = {
  command: {
    names:
      "bulkWrite collMod connectionStatus listDatabases mapReduce mapreduce convertToCapped cloneCollectionAsCapped " +
      "compact currentOp killOp profile fsync createUser updateUser dropUser usersInfo createRole grantRolesToUser " +
      "replSetGetStatus replSetInitiate shardCollection createSearchIndexes listSearchIndexes dropSearchIndex " +
      "setParameter getParameter getLog logRotate eval geoNear collStats dbStats top hostInfo getCmdLineOpts features " +
      "refreshSessions startSession serverStatus distinct explain",
    code: 59,
    unknown: "no such command",
  },
  "query operator": {
    names:
      "$all $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $comment $elemMatch $encStrStartsWith $expr " +
      "$geoIntersects $geoWithin $jsonSchema $mod $near $nearSphere $nor $not $options $regex $sampleRate $size " +
      "$text $type $where $within",
    code: 2,
    unknown: "unknown operator",
  },
  "update operator": {
    names: "$addToSet $bit $currentDate $max $min $mul $pop $pull $pullAll $pushAll $rename",
    code: 9,
    unknown: "Unknown modifier",
  },
  stage: {
    names:
      "$addFields $bucket $bucketAuto $changeStream $collStats $count $currentOp $densify $documents $facet $fill " +
      "$geoNear $graphLookup $indexStats $limit $listLocalSessions $listSessions $lookup $match $merge $out " +
      "$planCacheStats $project $redact $replaceRoot $replaceWith $sample $search $set $setWindowFields $skip $sort " +
      "$sortByCount $unionWith $unset $unwind",
    code: 40324,
    unknown: "Unrecognized pipeline stage name",
  },
  accumulator: {
    names:
      "$accumulator $addToSet $avg $bottom $bottomN $count $first $firstN $last $lastN $max $maxN $median " +
      "$mergeObjects $min $minN $percentile $push $stdDevPop $stdDevSamp $top $topN",
    code: 15952,
    unknown: "unknown group operator",
  },
} satisfies Record<string, Refused>;

/** The error for a name that is not supported: this store's, or MongoDB's own for a name that no server knows. */
export function refusal(kind: keyof typeof refused, name: string): StoreError {
  const { names, code, unknown } = refused[kind];
  if (names.split(" ").includes(name)) return unsupported(`the ${kind} ${name}`);
  return new StoreError(code, `${unknown}: '${name}'`);
}
