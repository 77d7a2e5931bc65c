-- A believable hour of twelve devices, relative to now: hall has two access points, of which one lost its uplink; in lab
-- one device loops, one is deaf, one is suspect. Everything else is well.
insert into fleet.device (id, name, site, tags, probe_kind, probe_host, probe_port, probe_path, created_at) values
  ('hall-1', null, 'hall', '{door}', 'http', '10.0.0.11', 80, '/', now() - interval '90 days'),
  ('hall-2', null, 'hall', '{door}', 'http', '10.0.0.12', 80, '/', now() - interval '90 days'),
  ('hall-3', 'north door', 'hall', '{door}', 'http', '10.0.0.13', 80, '/', now() - interval '90 days'),
  ('hall-4', null, 'hall', '{}', null, null, null, null, now() - interval '90 days'),
  ('hall-5', null, 'hall', '{}', null, null, null, null, now() - interval '90 days'),
  ('hall-6', null, 'hall', '{}', null, null, null, null, now() - interval '90 days'),
  ('hall-7', null, 'hall', '{}', null, null, null, null, now() - interval '90 days'),
  ('hall-8', null, 'hall', '{}', null, null, null, null, now() - interval '90 days'),
  ('lab-1', null, 'lab', '{bench}', null, null, null, null, now() - interval '30 days'),
  ('lab-2', null, 'lab', '{bench}', null, null, null, null, now() - interval '30 days'),
  ('lab-3', null, 'lab', '{bench}', null, null, null, null, now() - interval '30 days'),
  ('lab-4', 'soak test', 'lab', '{bench,soak}', null, null, null, null, now() - interval '30 days');

insert into detection.device (device, device_id, presence, phase, listener, access_point, boot, changed_at)
select nr, id,
  case when id in ('hall-5', 'hall-6', 'hall-7', 'hall-8') then 'offline' else 'online' end,
  case when id = 'lab-3' then 'cloud_connecting' else 'cloud_connected' end,
  case id when 'lab-2' then 'suspect' when 'lab-4' then 'dead' when 'lab-3' then 'unknown' else 'listening' end,
  case when id in ('hall-5', 'hall-6', 'hall-7', 'hall-8') then '02:1a:11:00:01:02'
    when site = 'hall' then '02:1a:11:00:01:01' else '02:1a:11:00:02:01' end,
  '0000002a-9f3c11d2',
  now() - case when id like 'hall-_' and id >= 'hall-5' then interval '4 minutes' when id = 'hall-3' then interval '21 minutes'
    else interval '3 hours 12 minutes' end
from fleet.device where site in ('hall', 'lab');

-- What the rules remember, as far as they need it to come to the same verdicts.
insert into detection.state (device, state)
select nr,
  replace(replace('{"boot":"0000002a-9f3c11d2","conn":1,"interval":"PT30S","heard":"HEARD","boots":[],"listener":{"generation":4,"outside":[],MARK}}',
    'HEARD', to_char(now() at time zone 'utc' - interval '7 seconds', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
    'MARK', case id when 'lab-4' then '"dead":{"at":"2026-01-01T00:00:00Z","generation":4,"accepts":0,"why":"its own word","restarted":false}'
      when 'lab-2' then '"suspected":{"at":"2026-01-01T00:00:00Z","generation":4,"accepts":0,"why":"idle","restarted":false}'
      else '"reported":"listening"' end)
from fleet.device where site in ('hall', 'lab');

insert into timeline.cursor (device, seen_at)
select nr, now() - case when id like 'hall-_' and id >= 'hall-5' then interval '4 minutes' else interval '7 seconds' end
from fleet.device where site in ('hall', 'lab');

-- Everybody booted well before the hour; lab-3 did so again and again.
insert into timeline.boot (device, nr, boot, first_at, received_at, reset, reset_data, expected, firmware, os, hardware, ip, port, caps, interval_ms, ranges)
select nr, 1, '0000002a-9f3c11d2', at, at, 'power_on', null, true, case when site = 'lab' then '1.5.0-rc1' else '1.4.2' end, 'deviceos 0.6.0',
  'photon', case when site = 'lab' then '10.0.1.1' else '10.0.0.1' end || right(id, 1), 80, '{restart_listener,drop_clients,bounce_wifi,restart_device,probe,rebirth}', 30000, '[]'
from fleet.device, (select now() - interval '3 hours 12 minutes' as at) t where site in ('hall', 'lab');

insert into timeline.boot (device, nr, boot, first_at, received_at, reset, reset_data, expected, firmware, os, hardware, ip, port, caps, interval_ms, ranges)
select d.nr, n + 1, '0000002' || n || '-11aa22b' || n, now() - ago, now() - ago, reset, data, false, '1.5.0-rc1', 'deviceos 0.6.0', 'photon', '10.0.1.13', 80, '{restart_listener}', 30000, '[]'
from fleet.device d, (values (1, interval '26 minutes', 'brownout', null), (2, interval '20 minutes', 'panic', 1), (3, interval '13 minutes 30 seconds', 'panic', 1),
  (4, interval '8 minutes', 'hw_watchdog', null), (5, interval '150 seconds', 'panic', 1)) b (n, ago, reset, data)
where d.id = 'lab-3';

-- How a stored heartbeat writes a number, a word and a truth.
create or replace function pg_temp.size(n bigint, major int) returns bytea immutable return
  case when n < 24 then set_byte('\x00', 0, major | n::int)
    when n < 256 then set_byte('\x00', 0, major | 24) || substr(int4send(n::int), 4)
    when n < 65536 then set_byte('\x00', 0, major | 25) || substr(int4send(n::int), 3)
    else set_byte('\x00', 0, major | 26) || int4send(n::int) end;
create or replace function pg_temp.num(n bigint) returns bytea immutable return
  case when n < 0 then pg_temp.size(-1 - n, 32) else pg_temp.size(n, 0) end;
create or replace function pg_temp.word(w text) returns bytea immutable return pg_temp.size(length(w), 96) || convert_to(w, 'UTF8');
create or replace function pg_temp.truth(t boolean) returns bytea immutable return case when t then '\xf5'::bytea else '\xf4'::bytea end;
create or replace function pg_temp.part(n bigint, shift int, more int) returns bytea immutable return
  set_byte('\x00', 0, (n >> shift & 127)::int | more);

-- A heartbeat every half minute, for two hours. The seed of each curve is its device and its moment: the same picture every time.
-- Each is a whole row: received at once, connection 1, uptime, 40 ms of error.
insert into timeline.beat (device, at, boot, seq, body)
select device, date_trunc('milliseconds', at), boot, seq,
  '\x000001'::bytea || pg_temp.part(up, 0, 128) || pg_temp.part(up, 7, 128) || pg_temp.part(up, 14, 128) || pg_temp.part(up, 21, 128)
    || pg_temp.part(up, 28, 0) || '\x28'::bytea
    || '\xa7'::bytea || pg_temp.word('phase') || pg_temp.word('cloud_connected')
    || pg_temp.word('wifi') || '\xa2'::bytea || pg_temp.word('ready') || pg_temp.truth(wifi) || pg_temp.word('rssi') || pg_temp.num(rssi)
    || pg_temp.word('cloud') || '\xa2'::bytea || pg_temp.word('up') || pg_temp.truth(cloud) || pg_temp.word('rtt') || pg_temp.num(rtt)
    || pg_temp.word('listener') || '\xa2'::bytea || pg_temp.word('state') || pg_temp.word(listener)
    || pg_temp.word('gen') || pg_temp.num(generation)
    || pg_temp.word('clients') || '\xa1'::bytea || pg_temp.word('open') || pg_temp.num(clients)
    || pg_temp.word('mem') || '\xa3'::bytea || pg_temp.word('free') || pg_temp.num(free) || pg_temp.word('min') || pg_temp.num(31200)
    || pg_temp.word('block') || pg_temp.num(block)
    || pg_temp.word('loop') || '\xa1'::bytea || pg_temp.word('worst') || pg_temp.num(worst)
from (
select d.nr as device, at, case when d.id = 'lab-3' then coalesce((select max(b.nr) from timeline.boot b where b.device = d.nr and b.first_at <= at), 1) else 1 end as boot,
  240 - n as seq, (extract(epoch from at - (now() - interval '3 hours 12 minutes')) * 1000)::bigint as up,
  not (d.id = 'hall-3' and ago between interval '23 minutes' and interval '24 minutes 10 seconds') as wifi,
  not (d.id = 'hall-3' and ago between interval '22 minutes 30 seconds' and interval '24 minutes 40 seconds'
    or d.id = 'lab-3' and exists (select from timeline.boot b where b.device = d.nr and b.nr > 1 and b.first_at between at and at + interval '75 seconds')
    or d.id like 'hall-_' and d.id >= 'hall-5' and ago < interval '5 minutes') as cloud,
  case when d.id = 'hall-3' and ago between interval '21 minutes 20 seconds' and interval '24 minutes' then 'down'
    when d.id = 'hall-3' and ago between interval '21 minutes' and interval '21 minutes 20 seconds' then 'starting'
    when d.id = 'lab-4' and ago < interval '2 minutes' then 'backoff' else 'listening' end as listener,
  case when d.id = 'hall-3' and ago < interval '21 minutes' then 5 else 4 end as generation,
  -58 - d.nr % 7 + (4 * sin(n / 9.0 + d.nr))::int + (3 * sin(n * n * 0.7 + d.nr))::int - case when d.id = 'hall-3' and ago between interval '22 minutes' and interval '27 minutes' then 14 else 0 end as rssi,
  51000 - (n % 40) * 40 + (1200 * sin(n / 5.0))::int - case when d.id = 'lab-3' then (240 - n) % 12 * 1400 else 0 end as free,
  30000 + (600 * sin(n / 7.0))::int as block, greatest(0, (2 + 2 * sin(n / 6.0 + d.nr) + sin(n * 1.3))::int) as clients, 34 + n % 9 as rtt, 30 + n % 17 as worst
from fleet.device d, generate_series(0, 240) n, lateral (select interval '30 seconds' * n + interval '7 seconds' as ago) a, lateral (select now() - ago as at) t
where d.site in ('hall', 'lab')
  and not (d.id like 'hall-_' and d.id >= 'hall-5' and ago < interval '4 minutes')
  and not (d.id = 'lab-3' and exists (select from timeline.boot b where b.device = d.nr and b.nr > 1 and b.first_at between at and at + interval '20 seconds'))) heard;

update timeline.beat set body = substr(body, 1, 9) || '\xa76570686173656f636c6f75645f636f6e6e65637465646477696669a7657265616479f56473736964677264696e7430326562737369647130323a31613a31313a30303a30313a3031626368066472737369383c637570730365646f776e730265636c6f7564a3627570f56564726f707302637274741826686c697374656e6572a6657374617465696c697374656e696e6764706f727418506367656e0566737461727473056761636365707473190cf06469646c650c67636c69656e7473a4646f70656e02636d617805647065616b046872656a6563746564006468747470a4687265717565737473190cf0626f6b190ce46a7365727665725f6572720068776f7273745f6d731829636d656da3646672656519c822636d696e1979e065626c6f636b197530'
where seq = 240 and device = (select nr from fleet.device where id = 'hall-3');

-- What happened at one moment: edges, probes, wills.
insert into timeline.event (device, at, received_at, boot, seq, conn, up, error_ms, kind, name, body)
select d.nr, now() - ago, now() - ago, 1, seq, 1, 11000000, 40, kind, e.name, body::bytea
from (values
  ('hall-3', interval '24 minutes 40 seconds', 1001, 3, 'cloud_down', '\xa2656576656e746a636c6f75645f646f776e6664657461696ca16861667465725f6d73197918'),
  ('hall-3', interval '24 minutes 8 seconds', 1002, 3, 'wifi_down', '\xa2656576656e7469776966695f646f776e6664657461696ca166726561736f6e18c8'),
  ('hall-3', interval '23 minutes 2 seconds', 1003, 3, 'wifi_up', null),
  ('hall-3', interval '22 minutes 31 seconds', 1004, 3, 'cloud_up', null),
  ('hall-3', interval '22 minutes 20 seconds', 1005, 3, 'listener_failed', '\xa2656576656e746f6c697374656e65725f6661696c65646664657461696ca2636572722f6367656e04'),
  ('hall-3', interval '20 minutes 55 seconds', 1006, 3, 'listener_up', null),
  ('hall-4', interval '22 minutes', 1001, 6, 'refused', '\xa3667461726765746c31302e302e302e31333a3830676f7574636f6d656772656675736564626d7304'),
  ('hall-3', interval '21 minutes 50 seconds', 1007, 6, 'refused', '\xa3667461726765746c31302e302e302e31333a3830676f7574636f6d656772656675736564626d7304'),
  ('hall-3', interval '20 minutes 50 seconds', 1008, 6, 'open', '\xa4667461726765746c31302e302e302e31333a3830676f7574636f6d65646f70656e626d730c646874747018c8'),
  ('hall-5', interval '4 minutes', -1, 7, 'will', null),
  ('hall-6', interval '4 minutes 2 seconds', -1, 7, 'will', null),
  ('hall-7', interval '3 minutes 59 seconds', -1, 7, 'will', null),
  ('hall-8', interval '4 minutes 1 second', -1, 7, 'will', null)) e (id, ago, seq, kind, name, body)
join fleet.device d on d.id = e.id;

insert into timeline.unwatched (from_at, to_at, reason) values (now() - interval '48 minutes', now() - interval '45 minutes', 'broker');

insert into incident.incident (id, version, kind, subject_type, subject, device, site, access_point, severity, state, summary, evidence,
  opened_at, acknowledged_at, acknowledged_by, resolved_at, resolution, suppressed_by)
select i.id::uuid, i.version, i.kind, i.subject_type, i.subject, d.nr, i.site, i.access_point, i.severity, i.state, i.summary, i.evidence, now() - i.opened,
  case when i.state = 'acknowledged' then now() - interval '2 minutes' end, case when i.state = 'acknowledged' then 'admin' end,
  now() - i.resolved, i.resolution, i.parent::uuid
from (values
  ('01930000-0000-7000-8000-000000000001', 3, 'dead_listener', 'device', 'hall-3', 'hall-3', 'hall', '02:1a:11:00:01:01', 'critical', 'resolved',
    'Online with WiFi up, but two probes were refused: the listener did not come back after a WiFi reconnect (F2).',
    '{"rule": "dead_listener", "version": 1, "signature": {"id": "F2", "name": "stale listener after a reconnect", "why": "wifi.ups moved from 2 to 3, gen stayed 4"}, "probes": [{"at": "21:50 before", "outcome": "refused"}, {"at": "22:00 before", "outcome": "refused"}], "thresholds": {"refusals": 2, "apart_seconds": 5}}',
    interval '21 minutes 50 seconds', interval '20 minutes 50 seconds', 'An outside probe got through.', null),
  ('01930000-0000-7000-8000-000000000002', 1, 'uplink_lost', 'access_point', '02:1a:11:00:01:02', null, 'hall', '02:1a:11:00:01:02', 'critical', 'open',
    '4 of 4 devices behind it went offline within 3 s while their WiFi was up.',
    '{"rule": "uplink_lost", "version": 1, "devices": ["hall-5", "hall-6", "hall-7", "hall-8"], "share": 1.0, "thresholds": {"devices": 3, "share": 0.5, "window_seconds": 120}}',
    interval '4 minutes', null, null, null),
  ('01930000-0000-7000-8000-000000000003', 2, 'reboot_loop', 'device', 'lab-3', 'lab-3', 'lab', '02:1a:11:00:02:01', 'critical', 'acknowledged',
    'Restarted 4 times in 18 min, each 60–75 s after losing the cloud with WiFi still up, on Device OS 0.6.0: the known teardown crash (F1). Update to 0.7.0 or later.',
    '{"rule": "reboot_loop", "version": 2, "boots": 4, "sub_type": "panic", "first_reason": "brownout", "signature": {"id": "F1", "name": "teardown crash"}, "thresholds": {"boots": 3, "window_seconds": 600}}',
    interval '13 minutes 30 seconds', null, null, null),
  ('01930000-0000-7000-8000-000000000004', 1, 'dead_listener', 'device', 'lab-4', 'lab-4', 'lab', '02:1a:11:00:02:01', 'critical', 'open',
    'Its listener has been in back-off for 2 min: starting it fails with error −16.', '{"rule": "dead_listener", "version": 1, "listener": "backoff", "err": -16}',
    interval '80 seconds', null, null, null),
  ('01930000-0000-7000-8000-000000000005', 1, 'listener_suspect', 'device', 'lab-2', 'lab-2', 'lab', '02:1a:11:00:02:01', 'warning', 'open',
    'Nobody has connected for 41 min; usually somebody does every 4 min, and its neighbours are being visited.', '{"rule": "listener_suspect", "version": 1, "idle_seconds": 2460, "usual_gap_seconds": 240}',
    interval '9 minutes', null, null, null),
  ('01930000-0000-7000-8000-000000000006', 2, 'memory_low', 'device', 'hall-1', 'hall-1', 'hall', '02:1a:11:00:01:01', 'warning', 'resolved',
    'Largest free block fell to 3.8 KiB.', '{"rule": "memory_low", "version": 1, "block": 3891}', interval '2 days 3 hours', interval '2 days 1 hour', 'It recovered by itself.', null),
  ('01930000-0000-7000-8000-000000000015', 1, 'offline', 'device', 'hall-5', 'hall-5', 'hall', '02:1a:11:00:01:02', 'critical', 'open', 'Its connection broke without a goodbye.', '{"cause": "will"}', interval '4 minutes', null, null, '01930000-0000-7000-8000-000000000002'),
  ('01930000-0000-7000-8000-000000000016', 1, 'offline', 'device', 'hall-6', 'hall-6', 'hall', '02:1a:11:00:01:02', 'critical', 'open', 'Its connection broke without a goodbye.', '{"cause": "will"}', interval '4 minutes', null, null, '01930000-0000-7000-8000-000000000002'),
  ('01930000-0000-7000-8000-000000000017', 1, 'offline', 'device', 'hall-7', 'hall-7', 'hall', '02:1a:11:00:01:02', 'critical', 'open', 'Its connection broke without a goodbye.', '{"cause": "will"}', interval '4 minutes', null, null, '01930000-0000-7000-8000-000000000002'),
  ('01930000-0000-7000-8000-000000000018', 1, 'offline', 'device', 'hall-8', 'hall-8', 'hall', '02:1a:11:00:01:02', 'critical', 'open', 'Its connection broke without a goodbye.', '{"cause": "will"}', interval '4 minutes', null, null, '01930000-0000-7000-8000-000000000002')
) i (id, version, kind, subject_type, subject, device, site, access_point, severity, state, summary, evidence, opened, resolved, resolution, parent)
left join fleet.device d on d.id = i.device;

insert into incident.history (incident, at, actor, action, note)
select id, opened_at, 'system:detection', 'opened', '' from incident.incident where site in ('hall', 'lab') order by opened_at;
insert into incident.history (incident, at, actor, action, note)
select id, acknowledged_at, 'admin', 'acknowledged', 'Known bad batch, update is planned.' from incident.incident where acknowledged_at is not null and site in ('hall', 'lab')
union all
select id, resolved_at, 'system:detection', 'resolved', resolution from incident.incident where resolved_at is not null and site in ('hall', 'lab');

insert into command.command (id, version, device, device_id, op, args, ttl, state, reason, requested_by, boot, generation_before, generation_after, verified,
  created_at, sent_at, accepted_at, finished_at)
select c.id::uuid, 5, d.nr, d.id, c.op, '{}', 30, c.state, c.reason, c.by, '0000002a-9f3c11d2', c.before, c.after, c.verified,
  now() - c.ago, now() - c.ago + interval '60 milliseconds', case when c.state <> 'timed_out' then now() - c.ago + interval '210 milliseconds' end, now() - c.ago + c.took
from (values
  ('01930000-0000-7000-8000-0000000000a1', 'hall-3', 'restart_listener', 'succeeded', 'dead_listener', 'system:remediation', 4, 5, 'probe', interval '21 minutes 12 seconds', interval '22 seconds'),
  ('01930000-0000-7000-8000-0000000000a2', 'hall-3', 'rebirth', 'succeeded', '', 'admin', null, null, 'device', interval '39 minutes', interval '1 second'),
  ('01930000-0000-7000-8000-0000000000a3', 'hall-3', 'drop_clients', 'timed_out', 'The device did not answer within 30 s.', 'token:ci', null, null, null, interval '55 minutes', interval '30 seconds'))
  c (id, device, op, state, reason, by, before, after, verified, ago, took)
join fleet.device d on d.id = c.device;

insert into command.step (command, at, state, actor, detail)
select id, created_at + s.after, s.state, s.actor, s.detail
from command.command, (values ('queued', interval '0', 'system:remediation', ''), ('sent', interval '60 milliseconds', 'system:dispatch', ''),
  ('accepted', interval '210 milliseconds', 'device', ''), ('verifying', interval '900 milliseconds', 'device', 'gen 4 → 5'),
  ('succeeded', interval '22 seconds', 'system:verification', 'An outside probe says open.')) s (state, after, actor, detail)
where id = '01930000-0000-7000-8000-0000000000a1'
order by id, s.after;
