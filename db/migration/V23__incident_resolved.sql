create index incident_resolved on incident.incident (subject, resolved_at) where resolved_at is not null;
comment on index incident.incident_resolved is 'for Incidents.resolvedSince: what a fault continues';
create index incident_back on incident.incident (access_point, resolved_at) where resolved_at is not null;
comment on index incident.incident_back is 'for Incidents.cameBack: who returned behind one access point';
