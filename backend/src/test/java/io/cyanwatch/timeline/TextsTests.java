package io.cyanwatch.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextsTests {

  @Property
  void whatIsSharedIsEqualToWhatWasSaid(@ForAll String text) {
    assertThat(Texts.shared(text)).isEqualTo(text);
  }

  @Test
  void whatWasSaidTwiceIsOneText() {
    var first = Texts.shared(said("0000002a-9f3c11d2"));

    assertThat(Texts.shared(said("0000002a-9f3c11d2"))).isSameAs(first);
    assertThat(Texts.sharedOrNull(null)).isNull();
  }

  @Test
  void whatIsSaidByAMillionNeedsNoMoreThanItsPlaces() {
    var texts = IntStream.range(0, 1_000_000).mapToObj(n -> Texts.shared("boot-" + n)).toList();

    assertThat(texts).first().isEqualTo("boot-0");
    assertThat(texts).last().isEqualTo("boot-999999");
  }

  private static String said(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
