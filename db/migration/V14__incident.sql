alter table incident.incident add column silenced_by uuid;
comment on column incident.incident.silenced_by is 'the silence that keeps it from being told';
create index incident_suppressed on incident.incident (suppressed_by) where suppressed_by is not null and resolved_at is null;
comment on index incident.incident_suppressed is 'for Incidents.suppressedBy: what a parent explains';
create index incident_access_point on incident.incident (access_point) where resolved_at is null;
comment on index incident.incident_access_point is 'for Incidents.explainedBy: open faults behind one access point';

create table incident.silence (
  id uuid primary key,
  matchers text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  repeat text not null check (repeat in ('none', 'daily', 'weekly')),
  comment text not null,
  author text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  check (until_at > from_at)
);
comment on table incident.silence is 'who must not be told of what, and when; a maintenance window repeats';
comment on column incident.silence.matchers is 'JSON: all must match';
comment on column incident.silence.ended_at is 'when somebody ended it; never deleted';

-- The state of a device now remembers which faults are open. What was open before is found again
-- at once, and continues its incident.
insert into incident.history (incident, at, actor, action, note)
select id, now(), 'system:migration', 'resolved', 'Judged anew by the rules of this version.'
from incident.incident where resolved_at is null;
update incident.incident set state = 'resolved', resolved_at = now(), resolution = 'auto',
  notify_at = null, version = version + 1
where resolved_at is null;
