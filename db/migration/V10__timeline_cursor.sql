-- What the cursor held of its boots moves to their own table, where any writer looks for a boot that it does not know.
update timeline.boot b set ranges = (known.boot -> 'seqs')::text
from timeline.cursor c, jsonb_array_elements(c.boots::jsonb) as known (boot)
where b.device = c.device and b.nr = (known.boot ->> 'nr')::integer;

alter table timeline.cursor add column last_nr integer not null default 0;
update timeline.cursor c
set last_nr = (select coalesce(max(nr), 0) from timeline.boot b where b.device = c.device);
alter table timeline.cursor add column state bytea not null default '';
alter table timeline.cursor drop column boots;
comment on column timeline.cursor.last_nr is 'the number of the newest boot that we met';
comment on column timeline.cursor.state is 'what CursorCodec writes: the newest boots, what is stored of each, and how its uptime maps to our clock';

-- A row for each hole in a boot's sequence, until it is filled or its time has come.
create table timeline.hole (
  device bigint not null,
  boot integer not null,
  from_seq bigint not null,
  to_seq bigint not null,
  at timestamptz not null,
  due_at timestamptz not null,
  primary key (device, boot, from_seq)
);
create index hole_due on timeline.hole (due_at);
comment on table timeline.hole is 'sequence numbers that were jumped over; what is still missing at due_at becomes a gap';
comment on column timeline.hole.at is 'when the record behind the hole was made';
comment on index timeline.hole_due is 'for Gaps.claim';

create table timeline.notice (
  device bigint not null,
  at timestamptz not null,
  boot integer not null,
  name text not null,
  detail text not null
);
create index notice_device_at on timeline.notice (device, at);
create index notice_at on timeline.notice (at);
comment on table timeline.notice is 'what we noticed about a device''s records, where the device itself said nothing: gap, seq_conflict';
comment on index timeline.notice_device_at is 'for Notices.between';
comment on index timeline.notice_at is 'for Notices.prune';
