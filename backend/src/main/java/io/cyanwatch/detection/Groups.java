package io.cyanwatch.detection;

import io.cyanwatch.detection.Judgement.Opinion;
import io.cyanwatch.detection.UplinkRule.Gone;
import io.cyanwatch.detection.UplinkRule.Group;
import io.cyanwatch.fleet.DeviceRef;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Looks at everybody behind an access point or at a site, soon after one of them came or went.
@Component
class Groups {
  /// Those that go together come one after the other: one look for all.
  private static final Duration GATHER = Duration.ofSeconds(1);

  private static final int AT_ONCE = 50;
  private static final long ONE_AT_A_TIME = 0x6379_616e_0001L;

  private final JdbcClient jdbc;
  private final Rules rules;
  private final Shadows shadows;
  private final Outages outages;
  private final ApplicationEventPublisher events;

  Groups(
      JdbcClient jdbc,
      Rules rules,
      Shadows shadows,
      Outages outages,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.rules = rules;
    this.shadows = shadows;
    this.outages = outages;
    this.events = events;
  }

  /// A device and where it was, before or after it moved.
  record Place(DeviceRef device, String accessPoint) {}

  private record Asked(String type, String subject, String site) {}

  /// Somebody there came or went, in the caller's transaction. Each asks with a row of its own,
  /// though another may have asked already: a look that is under way takes only what it can see
  /// and may not see what the caller is about to store.
  void ask(Collection<Place> places, Instant now) {
    var asked = new TreeMap<String, Asked>();
    for (var place : places) {
      var site = place.device().site();
      if (!place.accessPoint().isEmpty()) {
        var access = new Asked("access_point", place.accessPoint(), site);
        asked.put("a/" + place.accessPoint(), access);
      }
      if (!site.isEmpty()) {
        asked.put("s/" + site, new Asked("site", site, site));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    var all = List.copyOf(asked.values());
    jdbc.sql(
            """
            insert into detection.gathering (type, subject, site, due_at)
            select type, subject, site, :due
            from unnest(:types::text[], :subjects::text[], :sites::text[])
              as v (type, subject, site)
            """)
        .param("types", all.stream().map(Asked::type).toArray(String[]::new))
        .param("subjects", all.stream().map(Asked::subject).toArray(String[]::new))
        .param("sites", all.stream().map(Asked::site).toArray(String[]::new))
        .param("due", Timestamp.from(now.plus(GATHER)))
        .update();
  }

  /// One backend at a time, so that no older look is told after a newer one.
  @Transactional
  public void judgeThoseDue(Instant now) {
    if (!jdbc.sql("select pg_try_advisory_xact_lock(:lock)")
        .param("lock", ONE_AT_A_TIME)
        .query(Boolean.class)
        .single()) {
      return;
    }
    outages.endUnless("site", rules.setting(UplinkRule.SITE).mode(), now);
    outages.endUnless("access_point", rules.setting(UplinkRule.UPLINK).mode(), now);
    var due =
        jdbc.sql(
                """
                with due as (
                  select type, subject, min(due_at) as first from detection.gathering
                  where due_at <= :now group by 1, 2 order by first limit :limit)
                , taken as (
                  delete from detection.gathering g using due
                  where g.type = due.type and g.subject = due.subject
                  returning g.type, g.subject, g.site)
                select type, subject, max(site) as site from taken group by 1, 2
                """)
            .param("now", Timestamp.from(now))
            .param("limit", AT_ONCE)
            .query(
                (row, _) ->
                    new Asked(
                        row.getString("type"), row.getString("subject"), row.getString("site")))
            .list();
    var opinions = new ArrayList<Opinion>();
    // Sites first: what they explain is not told by access points.
    due.stream().filter(a -> a.type.equals("site")).forEach(a -> judge(a, now, opinions));
    due.stream().filter(a -> !a.type.equals("site")).forEach(a -> judge(a, now, opinions));
    if (!opinions.isEmpty()) {
      events.publishEvent(new Judgement(now, opinions));
    }
  }

  private void judge(Asked asked, Instant now, List<Opinion> opinions) {
    var site = asked.type.equals("site");
    var kind = site ? UplinkRule.SITE : UplinkRule.UPLINK;
    var setting = rules.setting(kind);
    if (setting.mode() == Rules.Mode.OFF) {
      return;
    }
    var open = outages.open(asked.type, asked.subject);
    var group =
        new Group(
            name(asked), here(asked), gone(asked), open.map(Outages.Row::lost).orElse(Set.of()));
    var subject =
        site ? Subject.site(asked.subject) : Subject.accessPoint(asked.subject, asked.site);
    var rule = rules.uplink(kind);
    switch (rules.safely(kind, asked.subject, () -> rule.judge(group))) {
      case Verdict.Fault fault -> {
        var lost = rule.lost(group).stream().map(Gone::id).toList();
        var shadow = setting.mode() == Rules.Mode.SHADOW;
        outages.began(asked.type, asked.subject, fault.since(), lost, now, shadow);
        say(new Opinion(subject, kind, setting.signed(fault)), setting, opinions, now);
      }
      case Verdict.Clear clear -> {
        if (open.isPresent()) {
          outages.ended(asked.type, asked.subject, now);
          say(new Opinion(subject, kind, clear), setting, opinions, now);
        }
      }
      case Verdict.Unsure _, Verdict.Hindsight _ -> {}
    }
  }

  private void say(Opinion opinion, Rules.Setting setting, List<Opinion> opinions, Instant now) {
    if (setting.mode() == Rules.Mode.ON) {
      opinions.add(opinion);
    } else {
      shadows.add(List.of(opinion), now);
    }
  }

  private static String column(Asked asked) {
    return asked.type.equals("site") ? "site" : "access_point";
  }

  private Map<String, Integer> here(Asked asked) {
    var here = new HashMap<String, Integer>();
    jdbc.sql(
            """
            select coalesce(access_point, '') as at, count(*) as devices from detection.device
            where %s = :subject and presence = 'online' and lost_at is null group by 1
            """
                .formatted(column(asked)))
        .param("subject", asked.subject)
        .query(
            row -> {
              here.put(row.getString("at"), row.getInt("devices"));
            });
    return here;
  }

  private List<Gone> gone(Asked asked) {
    return jdbc.sql(
            """
            select device_id, coalesce(access_point, '') as access_point, lost_at,
              presence = 'online' as heard
            from detection.device where %s = :subject and lost_at is not null
            """
                .formatted(column(asked)))
        .param("subject", asked.subject)
        .query(
            (row, _) ->
                new Gone(
                    row.getString("device_id"),
                    row.getString("access_point"),
                    row.getTimestamp("lost_at").toInstant(),
                    row.getBoolean("heard")))
        .list();
  }

  /// With the network's name where all agree on one: people know it, nobody knows a BSSID.
  private String name(Asked asked) {
    if (asked.type.equals("site")) {
      return asked.subject;
    }
    var names =
        jdbc.sql(
                """
                select distinct state::json -> 'network' ->> 'ssid' from (
                  select state from detection.device join detection.state using (device)
                  where access_point = :subject limit 20) as few
                """)
            .param("subject", asked.subject)
            .query(String.class)
            .list();
    return names.size() == 1 && names.getFirst() != null
        ? names.getFirst() + " (" + asked.subject + ")"
        : asked.subject;
  }
}
