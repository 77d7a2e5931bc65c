package io.cyanwatch;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModularityTests {
  private final ApplicationModules modules = ApplicationModules.of(Cyanwatch.class);

  @Test
  void eachRoomKnowsOnlyThoseToItsLeft() {
    modules.verify();
  }

  @Test
  void theRoomsAreDrawn() {
    new Documenter(modules).writeDocumentation();
  }
}
