create table detection.firmware_step (
  firmware text not null,
  before text not null,
  devices bigint not null,
  primary key (firmware, before)
);
comment on table detection.firmware_step is 'how many devices came to a firmware, and from which, by hardware and version: what it is compared with';
