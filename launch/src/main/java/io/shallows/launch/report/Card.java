package io.shallows.launch.report;

import java.util.List;
import java.util.Objects;

/**
 * A question with its answer.
 *
 * @param question short, as a reader would ask it
 * @param answer one or two sentences
 * @param certainty how sure the answer is, and by what
 * @param tone how it is to be read
 */
record Card(String question, String answer, String certainty, Tone tone) {

  /** What an answer is like, in a word that the page shows beside it. */
  enum Tone {
    YES("Yes"),
    NO("No"),
    OPEN("Open"),
    FOUND("Found"),
    WAITING("Waiting"),
    ALARM("Alarm");

    private final String word;

    Tone(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  Card {
    for (String text : List.of(question, answer, certainty)) {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a card says something everywhere: " + question);
      }
    }
    Objects.requireNonNull(tone, "tone");
  }
}
