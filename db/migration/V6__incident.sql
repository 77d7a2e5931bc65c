create schema incident;

create table incident.incident (
  id uuid primary key,
  version integer not null,
  kind text not null,
  subject_type text not null check (subject_type in ('device', 'access_point', 'site', 'fleet')),
  subject text not null,
  device bigint,
  site text not null,
  access_point text,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  state text not null check (state in ('open', 'acknowledged', 'resolved')),
  summary text not null,
  evidence text not null,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at timestamptz,
  resolution text,
  snoozed_until timestamptz,
  suppressed_by uuid,
  notify_at timestamptz,
  notified_at timestamptz
);
comment on column incident.incident.notify_at is 'when it is told, unless a parent takes it over first; null once that is settled';

create unique index incident_open on incident.incident (kind, subject_type, subject) where resolved_at is null;
comment on index incident.incident_open is 'at most one open incident per kind and subject; for Incidents.open';
create index incident_notify on incident.incident (notify_at) where notify_at is not null;
comment on index incident.incident_notify is 'for Incidents.dueToBeTold';
create index incident_device on incident.incident (device, opened_at);
comment on index incident.incident_device is 'for the timeline of a device';
create index incident_opened on incident.incident (opened_at, id);
comment on index incident.incident_opened is 'for keyset pages';

create table incident.history (
  id bigint generated always as identity primary key,
  incident uuid not null references incident.incident (id),
  at timestamptz not null,
  actor text not null,
  action text not null,
  note text not null
);
create index history_incident on incident.history (incident, id);
comment on index incident.history_incident is 'for the page of an incident';
