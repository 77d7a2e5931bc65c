create schema ingest;

create table ingest.quarantine (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  topic text not null,
  reason text not null,
  field text not null,
  detail text not null,
  size integer not null,
  payload bytea not null
);
comment on table ingest.quarantine is 'refused messages: the first KiB of each, the newest ten thousand';
