truncate fleet.device, detection.device, detection.deadline, timeline.cursor, timeline.boot, timeline.record, timeline.unwatched,
  incident.history, incident.incident, command.step, command.command cascade;
