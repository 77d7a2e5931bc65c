package io.cyanwatch.fleet;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param adoptUnknown whether a device joins the registry by speaking; for trusted networks only
@ConfigurationProperties("cyanwatch.fleet")
record FleetProperties(@DefaultValue("false") boolean adoptUnknown) {}
