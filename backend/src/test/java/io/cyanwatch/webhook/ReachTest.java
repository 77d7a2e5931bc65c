package io.cyanwatch.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cyanwatch.access.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
  private static final List<Integer> PORTS = List.of(80, 443, 8443);
  private static final Reach STRICT =
      new Reach(List.of(), PORTS, false, host -> List.of(InetAddress.getAllByName(host)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "fd00:ec2::254",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1"
      })
  void neverGoesToAnAddressThatIsNotPublic(String address) {
    assertThat(Reach.isPublic(InetAddress.ofLiteral(address).getAddress())).isFalse();
    assertThatThrownBy(() -> STRICT.addresses(address, 443)).isInstanceOf(Reach.Closed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700::1111",
        "64:ff9b::808:808",
        "2003::1"
      })
  void goesToAPublicAddressRightBesideAClosedOne(String address) {
    assertThat(Reach.isPublic(InetAddress.ofLiteral(address).getAddress())).isTrue();
  }

  @Test
  void looksInsideOfAMappedAddressThatWasNeverUnwrapped() {
    var hex = HexFormat.of();

    assertThat(Reach.isPublic(hex.parseHex("00000000000000000000ffff0a000001"))).isFalse();
    assertThat(Reach.isPublic(hex.parseHex("00000000000000000000ffff08080808"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://127.0.0.1./",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[fd00:ec2::254]/",
        "http://100.64.0.1/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://localhost/",
        "http://[fe80::1%25lo]/",
        "http://user:secret@1.1.1.1/",
        "http://@1.1.1.1/",
        "http://1.1.1.1@127.0.0.1/",
        "http://1.1.1.1/a\r\nHost: b",
        "http://1.1.1.1/a b",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "gopher://1.1.1.1/",
        "//1.1.1.1/",
        "1.1.1.1",
        "",
        "http:///path",
        "http://1.1.1.1:0/",
        "http://1.1.1.1:65536/",
        "http://1.1.1.1:22/",
        "http://1.1.1.1/#fragment",
        "http://１２７.0.0.1/",
        "http://a_b:99999999999/"
      })
  void refusesAtCreationNamingTheUrl(String url) {
    assertThatThrownBy(() -> Target.parse(url).within(STRICT))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.field()).isEqualTo("url"));
  }

  @Test
  void acceptsPublicAddressesOnTheUsualPortsOnly() {
    assertThat(Target.parse("https://1.1.1.1/hook").within(STRICT).port()).isEqualTo(443);
    assertThat(Target.parse("http://1.1.1.1/").within(STRICT).port()).isEqualTo(80);
    assertThat(Target.parse("https://1.1.1.1:8443/").within(STRICT).port()).isEqualTo(8443);
    assertThat(Target.parse("https://[2606:4700::1111]/").within(STRICT).host())
        .isEqualTo("2606:4700::1111");
  }

  @Test
  void acceptsANameThatDoesNotResolveYetUnlessItsPortIsClosed() {
    var nameless = new Reach(List.of(), PORTS, true, ReachTest::unknown);

    assertThat(Target.parse("https://later.example/").within(nameless).host())
        .isEqualTo("later.example");
    assertThatThrownBy(() -> Target.parse("https://later.example:9093/").within(nameless))
        .isInstanceOf(Problem.class);
  }

  @Test
  void loopbackIsOpenOnAnyPortOnlyWhereItIsSaidToBe() throws Exception {
    var embedded = new Reach(List.of(), PORTS, true, STRICT_NAMES);

    assertThat(embedded.addresses("127.0.0.1", 12345)).hasSize(1);
    assertThat(embedded.addresses("::1", 12345)).hasSize(1);
    assertThatThrownBy(() -> embedded.addresses("::127.0.0.1", 80))
        .isInstanceOf(Reach.Closed.class);
    assertThatThrownBy(() -> embedded.addresses("10.0.0.1", 80)).isInstanceOf(Reach.Closed.class);
    assertThatThrownBy(() -> embedded.addresses("1.1.1.1", 12345)).isInstanceOf(Reach.Closed.class);
  }

  @Test
  void anOperatorMayOpenABlockOrAHost() throws Exception {
    var names = names(Map.of("alerts.lan", "192.168.7.7", "other.lan", "192.168.7.8"));
    var opened = new Reach(List.of("10.1.0.0/16", "Alerts.lan"), PORTS, false, names);

    assertThat(opened.addresses("10.1.2.3", 9093)).hasSize(1);
    assertThat(opened.addresses("::ffff:10.1.2.3", 9093)).hasSize(1);
    assertThat(opened.addresses("alerts.LAN", 9093)).hasSize(1);
    assertThatThrownBy(() -> opened.addresses("10.2.0.1", 80)).isInstanceOf(Reach.Closed.class);
    assertThatThrownBy(() -> opened.addresses("other.lan", 80)).isInstanceOf(Reach.Closed.class);
  }

  @Test
  void ofSeveralAddressesOnlyTheOpenOnesRemain() throws Exception {
    Reach.Names both =
        _ -> List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("1.1.1.1"));
    var reach = new Reach(List.of(), PORTS, false, both);

    assertThat(reach.addresses("both.example", 443))
        .containsExactly(InetAddress.ofLiteral("1.1.1.1"));
  }

  @Test
  void hidesTheQueryFromPeople() {
    assertThat(Target.parse("https://a.example/b?token=x").shown())
        .isEqualTo("https://a.example/b?…");
    assertThat(Target.parse("https://a.example/b").shown()).isEqualTo("https://a.example/b");
  }

  @Test
  void aBlockEndsWhereItEnds() {
    var block = Cidr.of("100.64.0.0/10");

    assertThat(
            Stream.of("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0")
                .map(text -> block.contains(InetAddress.ofLiteral(text).getAddress())))
        .containsExactly(false, true, true, false);
    assertThat(Cidr.of("0.0.0.0/0").contains(new byte[4])).isTrue();
    assertThat(Cidr.of("0.0.0.0/0").contains(new byte[16])).isFalse();
    assertThat(Cidr.of("10.0.0.1").contains(new byte[] {10, 0, 0, 1})).isTrue();
    assertThat(Cidr.parse("10.0.0.0/33")).isEmpty();
    assertThat(Cidr.parse("alerts.lan")).isEmpty();
  }

  private static final Reach.Names STRICT_NAMES = host -> List.of(InetAddress.getAllByName(host));

  private static Reach.Names names(Map<String, String> known) {
    return host ->
        List.of(
            InetAddress.getByName(
                known.getOrDefault(host.toLowerCase(java.util.Locale.ROOT), host)));
  }

  private static List<InetAddress> unknown(String host) throws UnknownHostException {
    throw new UnknownHostException(host);
  }
}
