-- Heartbeats leave the wide table: hot rows first, blocks of an hour later. What is no heartbeat has a table of its own.
-- No default partitions: they would block DETACH CONCURRENTLY. Days and months are made ahead.
alter table timeline.record rename to record_wide;
alter index timeline.record_device_at rename to record_wide_device_at;

create table timeline.beat (
  device bigint not null,
  at timestamptz not null,
  boot integer not null,
  seq integer not null,
  body bytea not null
) partition by range (at);
comment on table timeline.beat is 'heartbeats that are not compacted yet: one partition per day (UTC)';
comment on column timeline.beat.at is 'estimated from the message itself, never from its receipt: a redelivery lands in the same day; whole milliseconds';
comment on column timeline.beat.seq is 'the low 32 bits; unsigned';
comment on column timeline.beat.body is 'whole, or what differs from a whole one of the same device, boot and hour (BeatRow)';
alter table timeline.beat alter column body set storage external;

create index beat_device_hour on timeline.beat (device, date_bin('1 hour', at, timestamptz '2000-01-01 00:00:00+00'));
comment on index timeline.beat_device_hour is 'for Beats and Compaction: one device, some hours; equal keys share an entry, so a row costs 9 bytes and not 40';

create table timeline.event (
  device bigint not null,
  at timestamptz not null,
  received_at timestamptz not null,
  boot integer not null,
  seq bigint not null,
  conn bigint not null,
  up bigint not null,
  error_ms integer not null,
  kind smallint not null,
  name text not null,
  body bytea
) partition by range (at);
comment on table timeline.event is 'whatever is no heartbeat: births, edges, goodbyes, replies, probes, wills; one partition per month (UTC)';
comment on column timeline.event.name is 'what happened: an event''s name, a reset class, a reply''s status, a probe''s outcome';
comment on column timeline.event.seq is '-1 for a will, which takes none';

create index event_device_at on timeline.event (device, at);
comment on index timeline.event_device_at is 'for Happenings: one device, a stretch of time';

create table timeline.block (
  device bigint not null,
  hour timestamptz not null,
  records integer not null,
  body bytea not null,
  primary key (device, hour)
) partition by range (hour);
comment on table timeline.block is 'the heartbeats of one device in one closed hour (BlockCodec); one partition per day (UTC)';
alter table timeline.block alter column body set storage external;

create table timeline.rollup (
  device bigint not null,
  day timestamptz not null,
  hours bytea not null,
  primary key (device, day)
) partition by range (day);
comment on table timeline.rollup is 'for each compacted hour of a day: the least, the sum and the most of each gauge, and every change of state (Summaries); one partition per month (UTC)';
alter table timeline.rollup alter column hours set storage external;

create table timeline.shape (
  id integer generated always as identity primary key,
  skeleton bytea not null unique
);
comment on table timeline.shape is 'the forms that bodies of heartbeats have, without their values; as many as there are kinds of firmware';

-- What is stored already moves over.
create function timeline.varint(n bigint) returns bytea language plpgsql immutable as $$
declare
  bytes bytea := '';
  rest bigint := n;
begin
  while rest > 127 loop
    bytes := bytes || set_byte('\x00', 0, ((rest & 127) | 128)::integer);
    rest := rest >> 7;
  end loop;
  return bytes || set_byte('\x00', 0, rest::integer);
end $$;

do $$
declare
  moment timestamptz;
begin
  for moment in select distinct date_trunc('day', at, 'UTC') from timeline.record_wide where kind = 2 loop
    execute format('create table timeline.beat_%s partition of timeline.beat for values from (%L) to (%L)',
      to_char(moment at time zone 'UTC', 'YYYYMMDD'), moment, (moment at time zone 'UTC' + interval '1 day') at time zone 'UTC');
  end loop;
  for moment in select distinct date_trunc('month', at, 'UTC') from timeline.record_wide where kind <> 2 loop
    execute format('create table timeline.event_%s partition of timeline.event for values from (%L) to (%L)',
      to_char(moment at time zone 'UTC', 'YYYYMMDD'), moment, (moment at time zone 'UTC' + interval '1 month') at time zone 'UTC');
  end loop;
end $$;

insert into timeline.event (device, at, received_at, boot, seq, conn, up, error_ms, kind, name, body)
select device, at, received_at, boot, seq, conn, up, error_ms, kind, coalesce(name, ''), body
from timeline.record_wide where kind <> 2;

-- A whole row: form 0, received - at (zigzag), conn, up, error, then the body as it was.
insert into timeline.beat (device, at, boot, seq, body)
select device, date_trunc('milliseconds', at), boot,
  case when seq > 2147483647 then seq - 4294967296 else seq end,
  '\x00'::bytea || timeline.varint(case when late >= 0 then late * 2 else late * -2 - 1 end)
    || timeline.varint(conn) || timeline.varint(up) || timeline.varint(error_ms) || coalesce(body, '')
from (
  select *, floor(extract(epoch from received_at) * 1000)::bigint - floor(extract(epoch from at) * 1000)::bigint as late
  from timeline.record_wide where kind = 2) r;

drop function timeline.varint(bigint);
drop table timeline.record_wide;

create view timeline.record as
select device, at, boot, seq::bigint & 4294967295 as seq, 2::smallint as kind, ''::text as name from timeline.beat
union all
select device, at, boot, seq, kind, name from timeline.event;
comment on view timeline.record is 'for people with psql: what is stored and not compacted';
