create schema webhook;

create table webhook.endpoint (
  id uuid primary key,
  url text not null,
  shown_url text not null,
  format text not null,
  events text[] not null default '{}',
  kinds text[] not null default '{}',
  severities text[] not null default '{}',
  sites text[] not null default '{}',
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamptz,
  state text not null check (state in ('enabled', 'disabled', 'deleted')),
  disabled_reason text not null default '' check (disabled_reason in ('', 'admin', 'gone', 'failing')),
  consecutive_failures integer not null default 0,
  first_failure_at timestamptz,
  last_failure_at timestamptz,
  created_at timestamptz not null
);
comment on column webhook.endpoint.shown_url is 'the url with its query hidden: what people and pages may see';
comment on column webhook.endpoint.events is 'types of event; empty: all; so are kinds, severities and sites';
comment on column webhook.endpoint.secret is 'sealed with the key file, so that a copy of the database cannot sign';
comment on column webhook.endpoint.first_failure_at is 'the first failure since the last success';

create table webhook.event (
  id uuid primary key,
  type text not null,
  subject text not null,
  body bytea not null,
  created_at timestamptz not null
);
comment on column webhook.event.id is 'the receiver sees it as webhook-id, the same on every try';
comment on column webhook.event.subject is 'the id of the incident or command that it is about';

create table webhook.delivery (
  id uuid primary key,
  endpoint uuid not null references webhook.endpoint,
  event uuid not null references webhook.event,
  state text not null default 'pending'
    check (state in ('pending', 'delivered', 'exhausted', 'discarded')),
  attempts integer not null default 0,
  failures integer not null default 0,
  created_at timestamptz not null,
  due_at timestamptz not null,
  lease uuid,
  finished_at timestamptz,
  redelivery_of uuid
) with (fillfactor = 80);
comment on table webhook.delivery is 'the outbox: one event on its way to one endpoint';
comment on column webhook.delivery.due_at is 'when to try next; while leased, when the lease ends';
comment on column webhook.delivery.failures is 'less than attempts where a worker died in the middle';

create index delivery_due on webhook.delivery (endpoint, due_at) where state = 'pending';
comment on index webhook.delivery_due is 'for Deliveries.claim and Endpoints.withWork';
create index delivery_waiting on webhook.delivery (created_at) where state = 'pending';
comment on index webhook.delivery_waiting is 'for Deliveries.oldestPending';
create index delivery_page on webhook.delivery (endpoint, id);
comment on index webhook.delivery_page is 'for Deliveries.page, newest first';
create index delivery_of_event on webhook.delivery (event);
comment on index webhook.delivery_of_event is 'for forgetting events that no delivery needs';
create index delivery_done on webhook.delivery (finished_at) where state <> 'pending';
comment on index webhook.delivery_done is 'for Deliveries.forget';

create table webhook.attempt (
  delivery uuid not null references webhook.delivery on delete cascade,
  nr integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  status integer,
  latency_ms bigint,
  error text not null default '',
  response text not null default '',
  primary key (delivery, nr)
);
comment on column webhook.attempt.finished_at is 'null: on its way, or its worker died and nobody knows';
comment on column webhook.attempt.response is 'the first KiB of what the receiver said';
