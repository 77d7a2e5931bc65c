create schema access;

create table access.operator (
  id uuid primary key,
  name text not null unique,
  password_hash text not null,
  role text not null check (role in ('read', 'operate', 'admin')),
  created_at timestamptz not null,
  version integer not null default 0
);

create table access.token (
  id uuid primary key,
  name text not null,
  hash bytea not null unique,
  hint text not null,
  scope text not null check (scope in ('read', 'operate', 'admin')),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  version integer not null default 0
);
comment on column access.token.hash is 'SHA-256: tokens are long and random, so a slow hash adds nothing';
comment on column access.token.hint is 'the first characters, so that people can tell tokens apart';
comment on column access.token.last_used_at is 'written at most once a minute';

create table access.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  target text not null,
  detail jsonb not null
);

create function access.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end
$$;

create trigger audit_is_append_only before update or delete or truncate on access.audit
  for each statement execute function access.refuse_change();

create table access.answer (
  actor text not null,
  key text not null,
  request bytea not null,
  status integer,
  location text,
  body text,
  created_at timestamptz not null,
  primary key (actor, key)
);
comment on table access.answer is 'what we answered under an Idempotency-Key, without its one-time secrets; kept for a day';
comment on column access.answer.request is 'SHA-256 of the request, so that one key cannot stand for two';

create index answer_created on access.answer (created_at);
comment on index access.answer_created is 'for StoredAnswers.forgetOld';
