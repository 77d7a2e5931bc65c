create schema command;

create table command.command (
  id uuid primary key,
  version integer not null,
  device bigint not null,
  device_id text not null,
  op text not null,
  args text not null,
  ttl integer not null,
  state text not null check (state in ('queued', 'sent', 'accepted', 'verifying', 'succeeded', 'failed', 'rejected', 'timed_out', 'expired', 'canceled')),
  reason text not null,
  requested_by text not null,
  boot text,
  generation_before bigint,
  generation_after bigint,
  verified text check (verified in ('device', 'probe')),
  idempotency_key text,
  request_hash text,
  created_at timestamptz not null,
  sent_at timestamptz,
  accepted_at timestamptz,
  finished_at timestamptz,
  due_at timestamptz
);
comment on column command.command.due_at is 'when the present state is looked at again; null once finished';
comment on column command.command.reason is 'why it ended as it did, or why it was asked for';

create unique index command_open on command.command (device, op) where finished_at is null;
comment on index command.command_open is 'one open command per device and op';
create unique index command_idempotency on command.command (requested_by, idempotency_key) where idempotency_key is not null;
comment on index command.command_idempotency is 'for Commands.issue: the same key gives the same command';
create index command_due on command.command (due_at) where due_at is not null;
comment on index command.command_due is 'for Dispatcher.lookAtThoseDue';
create index command_device on command.command (device, created_at);
comment on index command.command_device is 'for the timeline of a device';

create table command.step (
  id bigint generated always as identity primary key,
  command uuid not null references command.command (id),
  at timestamptz not null,
  state text not null,
  actor text not null,
  detail text not null
);
create index step_command on command.step (command, id);
comment on index command.step_command is 'for the life of a command';
