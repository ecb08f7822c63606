package io.shallows.launch.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.launch.SmallStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command that users give after a sweep. */
class ReportCommandTest {

  @Test
  void aStoreThatARunLeftGetsItsPageAndAnotherOneOverIt() throws IOException {
    Path store = SmallStore.folder();
    Path page = store.resolve("report/index.html");
    for (int time = 0; time < 2; time++) {
      SmallStore.Answer answer = SmallStore.shallows("report", store.toString());
      assertEquals(0, answer.code(), answer.toString());
      assertTrue(answer.out().contains("report/index.html"), answer.out());
      assertTrue(Files.readString(page).contains("<title>"), "a page");
    }
  }
}
