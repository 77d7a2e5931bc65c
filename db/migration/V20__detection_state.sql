-- Read with every record: which revision a device has. Read seldom: the state itself, which is ten times as wide.
-- A backend that still runs changes no state between the copy and the end.
lock table detection.device in access exclusive mode;

create table detection.state (
  device bigint primary key,
  state text not null
) with (fillfactor = 80);
comment on table detection.state is 'what the rules know of a device; none for one that was never heard';
comment on column detection.state.state is 'JSON: the folded state that the rules judge';

insert into detection.state (device, state)
  select device, state from detection.device where state <> '{}' order by device;
alter table detection.device drop column state;
comment on column detection.device.revision is 'counts the changes of detection.state, so that a backend knows whether the one that it remembers is the newest';
