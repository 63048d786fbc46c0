import type { Log } from "../../model/world.ts";
import type { LogEvent } from "./log-event.ts";

/** Prints events on a log. Text of the build only ever goes through `data` and group titles. */
export function renderTo(log: Log): (events: readonly LogEvent[]) => void {
	return (events) => {
		for (const event of events) render(log, event);
	};
}

function render(log: Log, event: LogEvent): void {
	switch (event.kind) {
		case "open":
			log.open(event.title);
			break;
		case "close":
			log.close();
			break;
		case "data":
			log.data(event.lines);
			break;
		case "info":
			log.info(event.text);
			break;
		case "status":
			log.status(event.text);
			break;
	}
}
