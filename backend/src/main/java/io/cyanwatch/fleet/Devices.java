package io.cyanwatch.fleet;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface Devices extends JpaRepository<Device, Long> {

  Optional<Device> findById(String id);

  long countBySite(String site);
}
