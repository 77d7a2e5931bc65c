package io.cyanwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cyanwatch.detection.StateMemory.Known;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateMemoryTests {
  private static final DeviceState OLDER = new States().boots(1, 0, "power_on", true).state();
  private static final DeviceState NEWER = new States().boots(2, 9, "power_on", true).state();

  private final StateMemory memory = new StateMemory(2);

  @Test
  void aStateIsKnownUnderItsRevisionAndUnderNoOther() {
    memory.remember(Map.of(1L, new Known(7, OLDER)));

    assertThat(recall(1, 7)).containsEntry(1L, OLDER);
    assertThat(recall(1, 6)).isEmpty();
    assertThat(recall(1, 8)).isEmpty();
    assertThat(recall(2, 7)).isEmpty();
  }

  @Test
  void whatIsKnownNeedsNotBeReadAndTheRestDoes() {
    memory.remember(Map.of(1L, new Known(7, OLDER)));
    var asked = new HashMap<>(Map.of(1L, 7L, 2L, 3L));

    memory.recall(asked, new HashMap<>());

    assertThat(asked).containsOnlyKeys(2L);
  }

  @Test
  void whoComesLateWithAnOlderRevisionChangesNothing() {
    memory.remember(Map.of(1L, new Known(8, NEWER)));

    memory.remember(Map.of(1L, new Known(7, OLDER)));

    assertThat(recall(1, 8)).containsEntry(1L, NEWER);
  }

  @Test
  void whoWasNotAskedForForLongestIsForgottenFirst() {
    memory.remember(Map.of(1L, new Known(1, OLDER)));
    memory.remember(Map.of(2L, new Known(1, OLDER)));
    recall(1, 1);

    memory.remember(Map.of(3L, new Known(1, NEWER)));

    assertThat(recall(1, 1)).isNotEmpty();
    assertThat(recall(2, 1)).isEmpty();
    assertThat(recall(3, 1)).isNotEmpty();
  }

  private Map<Long, DeviceState> recall(long device, long revision) {
    var found = new HashMap<Long, DeviceState>();
    memory.recall(new HashMap<>(Map.of(device, revision)), found);
    return found;
  }
}
