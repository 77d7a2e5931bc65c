package io.cyanwatch.access;

import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.stereotype.Component;

/// Finds who logs in.
@Component
class OperatorLogin implements UserDetailsService {
  private final Operators operators;

  OperatorLogin(Operators operators) {
    this.operators = operators;
  }

  @Override
  public UserDetails loadUserByUsername(String name) {
    return operators
        .findByName(name)
        .map(Operator::details)
        .orElseThrow(() -> new UsernameNotFoundException("nobody has this name"));
  }
}
