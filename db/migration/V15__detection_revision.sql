alter table detection.device add column revision bigint not null default 0;
comment on column detection.device.revision is 'counts the changes of the state, so that a backend knows whether the one that it remembers is the newest';
