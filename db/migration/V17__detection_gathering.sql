-- One row for each that asks: what is asked again while a look is under way must not be lost.
alter table detection.gathering drop constraint gathering_pkey;
create index gathering_subject on detection.gathering (type, subject);
comment on index detection.gathering_subject is 'for Groups.judgeThoseDue';
