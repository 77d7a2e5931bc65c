truncate fleet.device, detection.device, detection.state, detection.deadline, timeline.cursor, timeline.boot, timeline.beat, timeline.event, timeline.block, timeline.rollup, timeline.unwatched,
  incident.history, incident.incident, command.step, command.command cascade;
