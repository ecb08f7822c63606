package io.shallows.spark.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.shallows.record.TrialStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlameTest {

  static List<Throwable> ofMachines() {
    return List.of(
        new UnsatisfiedLinkError("no jniopenblas in java.library.path"),
        new ExceptionInInitializerError(new UnsatisfiedLinkError("x")),
        new NoClassDefFoundError("Could not initialize class io.shallows.linalg.NativeLibraries"),
        new NoSuchMethodError("void gone()"),
        new IllegalStateException("wrapped", new ClassNotFoundException("gone")),
        new OutOfMemoryError("unable to create native thread: possibly out of memory"),
        new OutOfMemoryError("Cannot reserve 8 bytes of direct buffer memory"),
        new OutOfMemoryError("Metaspace"),
        new OutOfMemoryError("Physical memory usage is too high: physicalBytes (2G) > maxPhysical"),
        new InternalError("a fault occurred in a recent unsafe memory access operation"),
        new UncheckedIOException(new IOException("No space left on device")),
        new UncheckedIOException(new IOException("Too many open files")),
        new IllegalStateException(new FileSystemException("/tmp/x", null, "Disk quota exceeded")),
        new RuntimeException(new AccessDeniedException("/tmp/x")));
  }

  @ParameterizedTest
  @MethodSource("ofMachines")
  void librariesSpaceAndNativeMemoryAreTheMachines(Throwable thrown) {
    assertInstanceOf(Blame.Machine.class, Blame.of(thrown));
  }

  @Test
  void whatATrialComputesIsItsOwn() {
    Blame failed = new Blame.Trial(TrialStatus.FAILED);
    assertEquals(failed, Blame.of(new IllegalStateException("poison")));
    assertEquals(failed, Blame.of(new ArithmeticException("dsyevd: info 3")));
    assertEquals(failed, Blame.of(new StackOverflowError()));
    assertEquals(failed, Blame.of(new AssertionError("a law does not hold")));
    Blame memory = new Blame.Trial(TrialStatus.OUT_OF_MEMORY);
    assertEquals(memory, Blame.of(new OutOfMemoryError("Java heap space")));
    assertEquals(memory, Blame.of(new OutOfMemoryError("Requested array size exceeds VM limit")));
    assertEquals(
        memory, Blame.of(new IllegalStateException(new OutOfMemoryError("Java heap space"))));
  }

  @Test
  void causesThatGoRoundInACircleEnd() {
    Exception a = new IllegalStateException("a");
    Exception b = new IllegalStateException("b", a);
    a.initCause(b);
    assertEquals(new Blame.Trial(TrialStatus.FAILED), Blame.of(b));
  }

  @Test
  void theSentenceIsTheCausesFirstLine() {
    Blame blame = Blame.of(new IllegalStateException("x", new IOException("No space left\nmore")));
    assertEquals(new Blame.Machine(new Defect("IOException: No space left", false)), blame);
  }

  @Test
  void whatCannotBeLoadedStaysSoAndComesWithACure() {
    Blame.Machine blame = (Blame.Machine) Blame.of(new UnsatisfiedLinkError("no library\nmore"));
    assertTrue(blame.defect().lasting());
    assertTrue(
        blame.defect().sentence().startsWith("UnsatisfiedLinkError: no library; if it is native"),
        blame.defect().sentence());
  }
}
