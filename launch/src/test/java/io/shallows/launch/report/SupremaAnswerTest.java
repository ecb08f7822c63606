package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.random.RandomStreams;
import io.shallows.record.Record;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class SupremaAnswerTest {

  private static final List<String> FAMILIES = List.of("plain", "long-skip", "linear-skip");

  private static List<Record> rows() {
    return SyntheticReport.suprema(new RandomStreams(1).uniform("suprema", "test"));
  }

  @Test
  void withoutRowsNothingIsSaid() {
    SupremaAnswer none = new SupremaAnswer(List.of());
    assertEquals("", none.html(FAMILIES));
    assertEquals(Optional.empty(), none.card());
    assertEquals(List.of(), none.sentences());
    assertTrue(none.table().rows().isEmpty());
  }

  /** Depth falls as m^-2 without skips, faster than m^-1/2, and is 0 with them. */
  @Test
  void answersWithVerdictsAndHowSureTheyAre() {
    SupremaAnswer answer = new SupremaAnswer(rows());
    Card card = answer.card().orElseThrow();
    assertEquals(Card.Tone.YES, card.tone());
    assertTrue(
        card.answer().contains("linear-skip lower than plain of equal width in 7 of 7 problems"),
        card.answer());
    assertTrue(
        card.answer().contains("consistent in 1, undecided in 1 of 2 settings"), card.answer());
    assertTrue(card.certainty().startsWith("Exact on 28 of 42 landscapes"), card.certainty());
    assertTrue(card.certainty().contains("finds 28 of these"), card.certainty());
    String sentences = String.join("\n", answer.sentences());
    assertTrue(sentences.contains("in 7 of 7 problems, slower in 0"), sentences);
    // two rates, 2 / 128, and four contrasts, 4 / 128
    assertTrue(sentences.contains("A sign test, p = 0.016 adjusted for all rates"), sentences);
    assertTrue(sentences.contains(": undecided, p = 0.031 adjusted for all such"), sentences);
    assertTrue(
        sentences.contains("lower in 14 of 14 pairs and higher in 0; over problems 7 lower"),
        sentences);
    assertTrue(sentences.contains("two <samples> are one"), sentences);
  }

  @Test
  void drawsAPanelPerLevel() throws Exception {
    String html = new SupremaAnswer(rows()).html(FAMILIES);
    assertFalse(html.contains("<samples>"), "texts are escaped");
    String figures = html.substring(html.indexOf("<div"), html.indexOf("</div>") + 6);
    int panels =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(figures)))
            .getElementsByTagName("svg")
            .getLength();
    // two of suprema, one for each kind of goal of records
    assertEquals(4, panels);
    assertTrue(html.contains("class=\"mark open\""), "records alone are open");
    assertTrue(html.contains("<g class=\"s2\""), "linear-skip has the colour of its place");
    assertTrue(html.contains("data-rows=\"suprema\""));
  }
}
