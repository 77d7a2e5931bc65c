package io.cyanwatch.detection;

import java.util.LinkedHashMap;
import java.util.Map;

/// A pattern that names its cause: what it is and what cures it. The numbers that show it are said
/// by whoever finds it.
enum Signature {
  F1(
      "The network teardown of the system freed sockets that were still in use, when the uplink"
          + " went away.",
      "Update Device OS to 0.8.0-rc.3 or later; until then close every client when the cloud is"
          + " lost."),
  F2(
      "The listener died with the network session that it belonged to, and was not opened again.",
      "Restart the listener; in the firmware, reopen it on every link-up edge."),
  F2B(
      "Starting the listener fails: earlier ones still hold the places of the system's table.",
      "Bounce WiFi, then restart the device; close the old listener before opening another."),
  F3(
      "Writes stall: the peer or the radio takes bytes more slowly than the server gives them.",
      "Write in small pieces with a deadline, and drop clients that do not read."),
  F3B(
      "A blocking write stopped the main loop, as Device OS 0.7.0 to 0.8.0-rc.2 does.",
      "Update Device OS to 0.8.0-rc.3 or later."),
  F4(
      "Half-open peers hold every place: they went away without saying so.",
      "Drop the clients, and give silent ones a shorter time."),
  F4B(
      "Somebody opens connections and never finishes a request.",
      "Give a request's header an absolute deadline, and keep that peer out."),
  F5(
      "A client was used after it had been freed, just after it was closed.",
      "Forget a client where it is closed; keep no second pointer to it."),
  F6(
      "It is associated with its access point and has no network: a zombie association.",
      "Bounce WiFi."),
  F7(
      "The vendor's cloud is away and everything else is well: no fault of the device.",
      "Wait, or look at the vendor's status; a restart does not help."),
  F8(
      "Its own radio link went down: the access point or the air between.",
      "Look at the access point's power, its channel and the signal."),
  F9(
      "WiFi stayed up, and the network behind the access point was gone.",
      "Look at the uplink of the access point; the device needs nothing."),
  F10(
      "It restarts for a reason that comes back.",
      "Look at the first reason of the run: the later ones are often its consequences."),
  F11(
      "Memory is there, but in pieces: the largest block shrinks while the sum stays.",
      "Allocate once at the start; avoid strings that grow; restart it before the floor is reached."),
  F11B("Memory leaks: what is free shrinks with time.", "Find what is kept per request or client."),
  F12(
      "Each WiFi session leaves sockets behind.",
      "Close every client and the listener on the link-down edge; restart the device meanwhile."),
  F13(
      "It crashes before it has lived a minute, again and again.",
      "Use its safe mode; suspect its configuration or its last update."),
  F14(
      "It changed its channel or access point, and was ill within a minute.",
      "Fix the channel, or bounce WiFi after each change."),
  F15("Something in its program keeps the main loop.", "Make that handler short."),
  F16("It is stuck on its way to the network or the cloud.", "Bounce WiFi; then restart it."),
  F17("Two devices use one identity.", "Give one of them an id and a password of its own."),
  F18(
      "It is idle, not dead: a probe from outside found it open.",
      "Nothing; its usual gap is learned from this.");

  private final String what;
  private final String cure;

  Signature(String what, String cure) {
    this.what = what;
    this.cure = cure;
  }

  /// As a sentence, where there is no evidence to put it into.
  String said(String why) {
    return "%s: %s %s. To do: %s".formatted(name().replace('B', 'b'), what, why, cure);
  }

  /// As evidence, with the numbers that show it.
  Map<String, Object> because(String why) {
    var said = new LinkedHashMap<String, Object>();
    said.put("id", name().replace('B', 'b'));
    said.put("what", what);
    said.put("why", why);
    said.put("cure", cure);
    return said;
  }
}
