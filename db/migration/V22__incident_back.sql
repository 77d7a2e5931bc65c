alter table incident.incident add column came_back boolean not null default false;
comment on column incident.incident.came_back is 'it was told, ended, came back, and that was not told yet';
