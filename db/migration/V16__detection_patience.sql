alter table detection.deadline add column patience_ms bigint;
comment on column detection.deadline.patience_ms is 'of a silence: from the last word to the deadline, so that whoever spoke meanwhile is not looked at; null for other kinds, and where it is not known';
