package io.shallows.launch.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One command of a shell block.
 *
 * @param words program and arguments, without variables before them and without what is redirected
 */
record ShellLine(List<String> words) {
  /** What stands for something in usage texts, with something of the kind. */
  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "N", "2", "TABLE", "depths", "csv|json", "csv", "csv\\|json", "csv", "URL", "local[2]");

  /** The commands of a block, with continued lines joined and comments left out. */
  static List<ShellLine> of(String block) {
    List<ShellLine> lines = new ArrayList<>();
    for (String line : block.replaceAll("\\\\\\R\\s*", " ").lines().toList()) {
      List<String> command = new ArrayList<>();
      for (String word : words(line)) {
        if (word.equals("&&") || word.equals("|") || word.equals(";")) {
          add(lines, command);
          command = new ArrayList<>();
        } else {
          command.add(word);
        }
      }
      add(lines, command);
    }
    return lines;
  }

  private static void add(List<ShellLine> lines, List<String> command) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < command.size(); i++) {
      String word = command.get(i);
      if (word.equals(">")) {
        i++;
      } else if (!words.isEmpty() || !word.matches("[A-Z_]+=.*")) {
        String bare = word.startsWith("[-") ? word.substring(1) : word;
        bare =
            bare.endsWith("]") && !bare.contains("[") ? bare.substring(0, bare.length() - 1) : bare;
        words.add(PLACEHOLDERS.getOrDefault(bare, bare));
      }
    }
    if (!words.isEmpty()) {
      lines.add(new ShellLine(List.copyOf(words)));
    }
  }

  /** Words as a shell splits them, up to a comment. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    for (char c : (line + " ").toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else if (c == '#' && !begun) {
        return words;
      } else {
        word.append(c);
        begun = true;
      }
    }
    return words;
  }

  String program() {
    return words.get(0);
  }

  /** The arguments after the program. */
  List<String> arguments() {
    return words.subList(1, words.size());
  }
}
