package io.cyanwatch.timeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The rows of `timeline.shape`. A number is given in a transaction of its own: it outlives whoever
/// asked for it, and others may use it at once.
@Repository
class ShapeRows implements BlockCodec.Shapes {
  private final JdbcClient jdbc;
  private final TransactionTemplate alone;
  private final Map<Shape, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, Shape> shapes = new ConcurrentHashMap<>();

  ShapeRows(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(transactions);
    alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public int number(Shape shape) {
    var known = numbers.get(shape);
    if (known != null) {
      return known;
    }
    int number = alone.execute(_ -> give(shape));
    numbers.put(shape, number);
    return number;
  }

  private int give(Shape shape) {
    jdbc.sql("insert into timeline.shape (skeleton) values (:skeleton) on conflict do nothing")
        .param("skeleton", shape.skeleton())
        .update();
    return jdbc.sql("select id from timeline.shape where skeleton = :skeleton")
        .param("skeleton", shape.skeleton())
        .query(Integer.class)
        .single();
  }

  @Override
  public Shape shape(int number) {
    return shapes.computeIfAbsent(number, this::find);
  }

  private Shape find(int number) {
    return jdbc.sql("select skeleton from timeline.shape where id = :id")
        .param("id", number)
        .query((row, _) -> Shape.of(row.getBytes("skeleton")))
        .optional()
        .orElseThrow(() -> new ByteSource.Broken("There is no shape " + number + "."));
  }
}
