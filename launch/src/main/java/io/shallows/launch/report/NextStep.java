package io.shallows.launch.report;

/**
 * What to do next.
 *
 * @param reason why, with what it will bring
 * @param command as given in a shell
 * @param price what it takes
 */
record NextStep(String reason, String command, String price) {

  NextStep {
    if (reason.isBlank() || command.isBlank() || price.isBlank()) {
      throw new IllegalArgumentException("a next step has a reason, a command and a price");
    }
  }
}
