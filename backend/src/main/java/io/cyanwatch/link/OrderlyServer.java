package io.cyanwatch.link;

import java.util.concurrent.Executor;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/// Keeps the messages of a connection in their order.
///
/// What a connection stores is put into queues, and what it is sent is written, once the writes to
/// the journal are done that were noted down before in the *thread's* context. The broker handles
/// the packets of one connection on changing threads and leaves contexts behind on them, so that a
/// later message may overtake. Here each connection has a context and takes it along.
final class OrderlyServer extends ActiveMQServerImpl {

  OrderlyServer(Configuration settings, ActiveMQSecurityManager door) {
    super(settings, door);
  }

  /// Asked for once per MQTT connection.
  @Override
  public Executor getThreadPool() {
    var pool = super.getThreadPool();
    var context = newOperationContext();
    return task ->
        pool.execute(
            () -> {
              OperationContextImpl.setContext(context);
              try {
                task.run();
              } finally {
                OperationContextImpl.clearContext();
              }
            });
  }
}
