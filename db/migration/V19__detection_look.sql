-- A device knows itself when it is to be looked at again, so that what falls due before it speaks
-- is judged first.
update detection.device d
set state = (
  d.state::jsonb || jsonb_build_object(
    'look', to_char(l.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text
from detection.deadline l
where l.device = d.device and l.kind = 'look';
