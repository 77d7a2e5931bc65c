alter table detection.device add column site text not null default '';
alter table detection.device add column lost_at timestamptz;
comment on column detection.device.lost_at is 'since when it is gone although its WiFi was fine, or without its cloud; null otherwise';
update detection.device d set site = f.site from fleet.device f where f.nr = d.device;
create index device_site on detection.device (site);
comment on index detection.device_site is 'for Groups: everybody of one site';

-- Rules now say themselves when to look again: one deadline for all of them.
delete from detection.deadline where kind not in ('silence', 'will');
insert into detection.deadline (device, kind, due_at) select device, 'look', now() from detection.device;

create table detection.gathering (
  type text not null check (type in ('access_point', 'site')),
  subject text not null,
  site text not null,
  due_at timestamptz not null,
  primary key (type, subject)
);
comment on table detection.gathering is 'access points and sites to look at soon: one of their devices came or went';
create index gathering_due on detection.gathering (due_at);
comment on index detection.gathering_due is 'for Groups.judgeThoseDue';

create table detection.outage (
  type text not null,
  subject text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  lost text[] not null,
  primary key (type, subject, from_at)
);
comment on column detection.outage.lost is 'the devices that went in it, so that we know when they are back';
create unique index outage_open on detection.outage (type, subject) where to_at is null;
comment on index detection.outage_open is 'at most one open outage of an access point or site';

create table detection.rule (
  kind text primary key,
  changed integer not null,
  mode text not null check (mode in ('on', 'shadow', 'off')),
  thresholds text not null,
  changed_at timestamptz not null,
  changed_by text not null
);
comment on table detection.rule is 'rules whose settings people changed; the others are as shipped';
comment on column detection.rule.changed is 'counts the changes: evidence names it';

create table detection.shadow (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  subject text not null,
  verdict text not null check (verdict in ('fault', 'clear')),
  summary text not null,
  evidence text not null
);
comment on table detection.shadow is 'what rules in the shadow would have said';
create index shadow_kind on detection.shadow (kind, id);
comment on index detection.shadow_kind is 'for RuleSettings: the newest of one rule';

create table detection.firmware (
  firmware text not null,
  day date not null,
  first_at timestamptz not null,
  device_seconds double precision not null,
  resets bigint not null,
  deaf bigint not null,
  primary key (firmware, day)
);
comment on table detection.firmware is 'device time, and devices with an unexpected reset or a dead listener, by hardware and firmware and day';
