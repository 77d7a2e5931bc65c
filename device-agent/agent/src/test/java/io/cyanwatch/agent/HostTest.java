package io.cyanwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostTest {

  @Test
  void theSignalOfTheFirstInterfaceIsRead() {
    var wireless =
        """
        Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
         wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0
        """;

    assertThat(Host.rssi(wireless)).contains(-56);
  }

  @Test
  void aMachineWithoutWifiHasNoSignal() {
    var wireless =
        """
        Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
         face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
        """;

    assertThat(Host.rssi(wireless)).isEmpty();
  }

  @Test
  void anAddressTowardsTheBrokerIsFound() {
    assertThat(Host.address("tcp://127.0.0.1:1883")).isEqualTo("127.0.0.1");
  }
}
