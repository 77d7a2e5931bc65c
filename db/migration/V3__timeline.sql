create schema timeline;

-- One narrow row per device, locked by whoever writes its records: what is stored already, and when it last spoke.
create table timeline.cursor (
  device bigint primary key,
  seen_at timestamptz not null,
  boots text not null
) with (fillfactor = 70);
comment on column timeline.cursor.boots is 'JSON: the newest boots with the ranges of sequence numbers that are stored, and the clock offset of each';
comment on column timeline.cursor.seen_at is 'not indexed on purpose: it changes with every heartbeat (HOT)';

create table timeline.boot (
  device bigint not null,
  nr integer not null,
  boot text not null,
  first_at timestamptz not null,
  received_at timestamptz not null,
  reset text,
  reset_data bigint,
  expected boolean,
  firmware text,
  os text,
  hardware text,
  ip text,
  port integer,
  caps text[] not null default '{}',
  interval_ms integer,
  ranges text not null,
  primary key (device, nr),
  unique (device, boot)
);
comment on column timeline.boot.nr is 'counts the boots of a device in the order in which we met them';
comment on column timeline.boot.ranges is 'what is stored of a boot that left the cursor row';

-- No default partition: it would block DETACH CONCURRENTLY. Days are created ahead.
create table timeline.record (
  device bigint not null,
  at timestamptz not null,
  received_at timestamptz not null,
  boot integer not null,
  seq bigint not null,
  conn bigint not null,
  up bigint not null,
  error_ms integer not null,
  kind smallint not null,
  wifi boolean,
  cloud boolean,
  name text,
  phase text,
  listener text,
  generation bigint,
  rssi integer,
  heap_free integer,
  heap_min integer,
  heap_block integer,
  clients integer,
  cloud_rtt integer,
  loop_worst integer,
  body bytea
) partition by range (at);
comment on column timeline.record.at is 'estimated from the message itself, never from its receipt: a redelivery lands in the same day';
comment on column timeline.record.name is 'what happened: an event''s name, a reset class, a reply''s status, a probe''s outcome';
comment on column timeline.record.seq is '-1 for a will, which takes none';

create index record_device_at on timeline.record (device, at);
comment on index timeline.record_device_at is 'for Timelines: one device, a stretch of time';

create table timeline.watch (
  one boolean primary key default true check (one),
  alive_at timestamptz not null
);
comment on table timeline.watch is 'when a backend with a broker last said that it was watching';

create table timeline.unwatched (
  id bigint generated always as identity primary key,
  from_at timestamptz not null,
  to_at timestamptz,
  reason text not null
);
comment on table timeline.unwatched is 'when broker or backend was not watching; silence proves nothing there';
