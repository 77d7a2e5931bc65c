create schema detection;

create table detection.device (
  device bigint primary key,
  device_id text not null,
  presence text not null check (presence in ('online', 'offline', 'unknown')),
  phase text,
  listener text not null check (listener in ('listening', 'suspect', 'dead', 'unknown')),
  access_point text,
  boot text,
  changed_at timestamptz not null,
  state text not null
) with (fillfactor = 75);
comment on column detection.device.state is 'JSON: the folded state that the rules judge';

create index device_access_point on detection.device (access_point) where access_point is not null;
comment on index detection.device_access_point is 'for DeviceStates.behind: everybody behind one access point';

create table detection.deadline (
  device bigint not null,
  kind text not null,
  due_at timestamptz not null,
  primary key (device, kind)
) with (fillfactor = 75);

create index deadline_due on detection.deadline (due_at);
comment on index detection.deadline_due is 'for Deadlines.claim';
