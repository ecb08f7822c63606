package io.shallows.launch.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.spark.cli.SweepCommandLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CompletionTest {
  @Test
  void writesAScriptThatKnowsTheCommands() {
    StringWriter script = new StringWriter();
    CommandLine line = SweepCommandLine.of(new ShallowsCommand());
    line.setOut(new PrintWriter(script, true));
    assertEquals(0, line.execute("generate-completion"));
    assertTrue(script.toString().contains("complete -F _complete_shallows"), script.toString());
    assertTrue(script.toString().contains("plan"), script.toString());
  }
}
