package io.cyanwatch.detection;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Makes the rule book from the properties.
@Configuration(proxyBeanMethods = false)
class Detectors {

  @Bean
  RuleBook ruleBook(DetectionProperties properties) {
    return new RuleBook(properties);
  }
}
