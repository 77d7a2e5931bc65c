package io.cyanwatch.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BrokerSettingsTest {
  private static final DataSize HOLD = DataSize.ofMegabytes(64);

  @Test
  void itAdmitsAsManyDevicesAsTheHeapHasRoomFor() {
    assertThat(most(512)).isEqualTo(4_096);
    assertThat(most(1_024)).isGreaterThan(10_000);
  }

  @Test
  void howeverSmallTheHeapSomeAreAdmitted() {
    assertThat(most(128)).isEqualTo(500);
  }

  private static long most(int megabytes) {
    return BrokerSettings.most(DataSize.ofMegabytes(megabytes).toBytes(), HOLD);
  }
}
