alter table detection.outage add column found_at timestamptz;
update detection.outage set found_at = from_at;
alter table detection.outage alter column found_at set not null;
comment on column detection.outage.found_at is 'when it was found: whoever was judged before did not know of it';
