import type { Incident, IncidentBody } from "../contract/room.js";
import { IncidentModel, type IncidentRecord } from "./incidents.model.js";

/** Incidents of a room: fire alarm, a fallen network, a test taker taken ill. They stay with the session's record. */

/** Note an incident. */
export async function addIncident(sessionId: string, by: string, body: IncidentBody): Promise<Incident> {
  const made = await IncidentModel.create({ ...body, sessionId, by, at: new Date() });
  return view(made._id.toString(), made);
}

/** The incidents of a session, newest first. */
export async function incidentsOf(sessionId: string): Promise<Incident[]> {
  const found = await IncidentModel.find({ sessionId }).sort({ at: -1 }).lean();
  return found.map((incident) => view(incident._id.toString(), incident));
}

function view(id: string, { at, by, category, text, testTakerIds }: IncidentRecord): Incident {
  return { id, at: at.toISOString(), by, category, text, testTakerIds: [...testTakerIds] };
}
