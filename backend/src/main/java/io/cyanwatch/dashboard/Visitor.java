package io.cyanwatch.dashboard;

import io.cyanwatch.access.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/// Tells every page who reads it and what that person may do.
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(assignableTypes = {Pages.class, IncidentPages.class})
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

  /// People get a page, programs a problem.
  @ExceptionHandler(Problem.class)
  ModelAndView refused(Problem problem) {
    return new ModelAndView(
        "error",
        Map.of("status", problem.status().value(), "detail", String.valueOf(problem.getMessage())),
        problem.status());
  }
}
