-- One row per backend: while one of several is away, the others still watch.
drop table timeline.watch;
create table timeline.watch (
  backend text primary key,
  alive_at timestamptz not null
);
comment on table timeline.watch is 'when each backend with a broker last said that it was watching';
