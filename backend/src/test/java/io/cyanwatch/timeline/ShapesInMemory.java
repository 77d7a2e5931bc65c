package io.cyanwatch.timeline;

import java.util.ArrayList;
import java.util.List;

/// Shapes without a database.
final class ShapesInMemory implements BlockCodec.Shapes {
  private final List<Shape> shapes = new ArrayList<>();

  @Override
  public int number(Shape shape) {
    if (!shapes.contains(shape)) {
      shapes.add(shape);
    }
    return shapes.indexOf(shape) + 1;
  }

  @Override
  public Shape shape(int number) {
    if (number < 1 || number > shapes.size()) {
      throw new ByteSource.Broken("There is no shape " + number + ".");
    }
    return shapes.get(number - 1);
  }
}
