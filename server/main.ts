// The program that `npm start` runs: reads the settings, starts the server, says where it is, stops when it is told to.
import { readConfig } from "./config.js";
import { Problem } from "./problem.js";
import { startServer } from "./start.js";
import { greeting } from "./greeting.js";

try {
  const config = readConfig(process.env);
  const running = await startServer(config);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  console.log(greeting(running, config));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(`${error.say("vi")}\n${error.say("en")}`);
  process.exit(1);
}
