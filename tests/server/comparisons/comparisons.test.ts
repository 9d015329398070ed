// One server with one study, which costs most of the time, for everything that is asked of it, in the order in which a
// researcher would: the download at the end has what came before it.
import { comparedStudy } from "./compared-study.js";
import { difSuite } from "./dif.suite.js";
import { downloadSuite } from "./download.suite.js";
import { groupingsSuite } from "./groupings.suite.js";
import { invarianceSuite } from "./invariance.suite.js";
import { linkSuite } from "./link.suite.js";
import { oneGroupSuite } from "./one-group.suite.js";

const study = comparedStudy();

groupingsSuite(study);
difSuite(study);
invarianceSuite(study);
oneGroupSuite(study);
linkSuite(study);
downloadSuite(study);
