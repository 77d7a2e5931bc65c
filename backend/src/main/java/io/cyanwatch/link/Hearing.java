package io.cyanwatch.link;

import java.time.Duration;
import java.util.function.Consumer;

/// How a line is listened to.
///
/// @param window while it is full no message is taken
/// @param largest packet that the broker may send, with its header, in bytes
/// @param keepAlive without a word for so long, the client asks for one, and may give up
/// @param messages takes them, on the thread that reads the line
record Hearing(
    ReceiveWindow window, int largest, Duration keepAlive, Consumer<PublishPacket> messages) {}
