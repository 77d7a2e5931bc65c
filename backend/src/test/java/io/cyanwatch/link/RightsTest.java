package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class RightsTest {

  private final Rights rights = new Rights("@us", "cyanwatch-backend");

  @Property
  void aDeviceSpeaksOnlyBelowItsOwnName(
      @ForAll @StringLength(max = 40) @CharRange(from = '#', to = '+') @Chars({'A', '/'})
          String t) {
    for (var topic : new String[] {t, "cw/1/" + t, "cw/1/A/" + t, "cw/1/A/up/" + t}) {
      if (rights.maySay("A", topic)) {
        assertThat(topic).startsWith("cw/1/A/up/").doesNotContain("+", "#", "::");
      }
      if (rights.mayHear("A", topic)) {
        assertThat(topic).startsWith("cw/1/A/dn/").doesNotContain("::");
      }
    }
  }

  @Example
  void aTopicMayHave160CharactersAndNotOneMore() {
    var prefix = "cw/1/A/up/";

    assertThat(rights.maySay("A", prefix + "x".repeat(160 - prefix.length()))).isTrue();
    assertThat(rights.maySay("A", prefix + "x".repeat(161 - prefix.length()))).isFalse();
    assertThat(rights.maySay("A", prefix)).isFalse();
  }

  @Example
  void aNameThatIsAPatternIsNoDevice() {
    assertThat(rights.isDevice("A")).isTrue();
    assertThat(rights.isDevice("e00fce68-c0_1")).isTrue();
    assertThat(rights.isDevice("+")).isFalse();
    assertThat(rights.isDevice("#")).isFalse();
    assertThat(rights.isDevice("")).isFalse();
    assertThat(rights.isDevice("A/up")).isFalse();
    assertThat(rights.isDevice("x".repeat(64))).isTrue();
    assertThat(rights.isDevice("x".repeat(65))).isFalse();
  }

  @Example
  void theBackendsNamesAreNobodyElses() {
    assertThat(rights.isDevice("cyanwatch-backend")).isFalse();
    assertThat(rights.mayConnectAs("@us", "cyanwatch-backend")).isTrue();
    assertThat(rights.mayConnectAs("@us", "A")).isFalse();
    assertThat(rights.mayConnectAs("A", "cyanwatch-backend")).isFalse();
    assertThatThrownBy(() -> new Rights("us", "cyanwatch-backend"))
        .hasMessage("a device could be named us");
  }

  @Example
  void theBackendHearsAllDevicesAndSpeaksToEachButNotToSeveralAtOnce() {
    assertThat(rights.mayHear("@us", "cw/1/+/up/+")).isTrue();
    assertThat(rights.mayHear("@us", "#")).isFalse();
    assertThat(rights.maySay("@us", "cw/1/A/dn/command")).isTrue();
    assertThat(rights.maySay("@us", "cw/1/+/dn/command")).isFalse();
    assertThat(rights.maySay("@us", "cw/1/A/up/health")).isFalse();
    assertThat(rights.maySay("@us", "cw/backend/cyanwatch-backend/echo")).isTrue();
  }

  @Example
  void noDeviceReachesAQueueByItsName() {
    assertThat(rights.mayTry("A", "cw/1/A/dn/#")).isTrue();
    assertThat(rights.mayTry("A", "cw/1/A/dn/x::other")).isFalse();
    assertThat(rights.mayTry("A", "$share/cyanwatch-backend/cw/1/+/up/+")).isFalse();
    assertThat(rights.mayTry("group", "cw/1/+/up/+")).isFalse();
    assertThat(rights.mayTry("@us", "$share/group/cw/1/+/up/+")).isTrue();
    assertThat(rights.mayTry("@us", "$SYS/#")).isFalse();
  }
}
