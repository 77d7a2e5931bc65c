package io.cyanwatch.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ResponseStatusException;

/// Tells every page who reads it and what that person may do.
@ControllerAdvice(assignableTypes = {Pages.class, IncidentPages.class, RunbookPages.class})
class Visitor {

  /// @param path marks where in the header one is
  record Reader(String name, boolean operates, boolean administers, String path) {}

  @ModelAttribute("reader")
  Reader reader(HttpServletRequest request) {
    var who = request.getUserPrincipal();
    return new Reader(
        who == null ? "" : who.getName(),
        request.isUserInRole("operate"),
        request.isUserInRole("admin"),
        request.getRequestURI());
  }

  /// What a page answers when what it should show is not there; people get the error page.
  static ResponseStatusException missing() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND);
  }
}
