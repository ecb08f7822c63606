package io.shallows.spark.cli;

import java.util.ArrayList;
import java.util.List;

/** Commands as people copy them into a shell. */
public final class ShellText {

  private static final String GOES_ON = " \\";

  private ShellText() {}

  /** An argument, in quotes where it needs them. */
  public static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9._/:@%+=,~-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /**
   * A command in lines of at most {@code width} characters, which a shell takes as one: broken at
   * blanks between its words, each line but the last ends in a backslash. A longer word stands
   * alone.
   *
   * @param lead what stands before it in the first line; what follows is indented by two more
   *     blanks than it has at its beginning, at least
   */
  public static String folded(String lead, String command, int width) {
    String indent = " ".repeat(Math.max(4, lead.length() - lead.stripLeading().length() + 2));
    List<String> words = words(command);
    StringBuilder text = new StringBuilder(lead).append(words.get(0));
    int line = text.length();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      int last = i + 1 < words.size() ? GOES_ON.length() : 0;
      if (line + 1 + word.length() + last <= width) {
        text.append(' ').append(word);
        line += 1 + word.length();
      } else {
        text.append(GOES_ON).append('\n').append(indent).append(word);
        line = indent.length() + word.length();
      }
    }
    return text.toString();
  }

  /** The words of a command, each with its quotes. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < command.length(); i++) {
      char letter = command.charAt(i);
      if (letter == ' ' && !quoted) {
        words.add(word.toString());
        word = new StringBuilder();
        continue;
      }
      word.append(letter);
      if (letter == '\'') {
        quoted = !quoted;
      } else if (letter == '\\' && !quoted && i + 1 < command.length()) {
        i++;
        word.append(command.charAt(i));
      }
    }
    words.add(word.toString());
    return words;
  }
}
