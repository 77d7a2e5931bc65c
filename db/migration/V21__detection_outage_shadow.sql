alter table detection.outage add column shadow boolean not null default false;
comment on column detection.outage.shadow is 'seen by a rule in the shadow: it explains nothing';

create index shadow_subject on detection.shadow (kind, subject, id);
comment on index detection.shadow_subject is 'for Shadows: the newest of one rule about one subject';
